import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { answerApi } from './api.ts'
import type { PostOffice } from './post-office.ts'

const files = ['mail.html', 'mail.css', 'mail.js'] as const
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript'
}
const policy = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-src 'self'"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]
].join('; ')

/** Answers a request below /mail: the page, and what it asks; false of any other. */
export type MailPages = (request: IncomingMessage, response: ServerResponse, pathname: string) => boolean

/** The mailboxes in which a person plays customers; for a server that has other pages as well. */
export async function createMailPages(office: PostOffice): Promise<MailPages> {
  const contents = new Map(
    await Promise.all(
      files.map(async name => [name as string, await readFile(new URL(`../page/${name}`, import.meta.url))] as const)
    )
  )
  return (request, response, pathname) => {
    if (pathname !== '/mail' && !pathname.startsWith('/mail/')) return false
    if (pathname.startsWith('/mail/api/')) {
      void answerApi(office, request, response, pathname.slice('/mail/api'.length))
      return true
    }
    const name = pathname === '/mail' ? 'mail.html' : pathname.slice('/mail/'.length)
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
