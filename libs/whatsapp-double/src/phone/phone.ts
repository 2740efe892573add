import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { answerControl, isFromHere } from '../control/control.ts'
import { answerJson } from '../graph/router.ts'
import type { Double } from '../state/double.ts'

const files = ['phone.html', 'phone.css', 'phone.js', 'api.js', 'bubble.js', 'samples.js', 'voice-note.ogg'] as const
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.ogg': 'audio/ogg'
}
const policy = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'", "media-src 'self'"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]
].join('; ')

/** Answers a request below /phone: the page, and what it asks of the double; false of any other. */
export type PhonePages = (request: IncomingMessage, response: ServerResponse, pathname: string) => boolean

/** The phone on which a person plays the customers of a double; for a server that has other pages as well. */
export async function createPhonePages(double: Double): Promise<PhonePages> {
  const contents = new Map(
    await Promise.all(
      files.map(async name => [name as string, await readFile(new URL(`../../page/${name}`, import.meta.url))] as const)
    )
  )
  return (request, response, pathname) => {
    if (pathname !== '/phone' && !pathname.startsWith('/phone/')) return false
    if (pathname.startsWith('/phone/api/')) {
      void passOn(double, request, response, pathname.slice('/phone/api'.length))
      return true
    }
    const name = pathname === '/phone' ? 'phone.html' : pathname.slice('/phone/'.length)
    const content = contents.get(name)
    response.writeHead(content ? 200 : 404, {
      'content-type': types[extname(name)] ?? 'text/plain',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff'
    })
    response.end(content)
    return true
  }
}

async function passOn(double: Double, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  if (!isFromHere(request)) return answerJson(response, 403, { error: 'For pages of this machine only' })
  await answerControl(double, request, response, path).catch((error: unknown) => {
    if (response.headersSent) response.destroy()
    else answerJson(response, 500, { error: String(error) })
  })
}
