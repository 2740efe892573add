import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { answerJson, isFromHere } from './http.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.ogg': 'audio/ogg'
}
const policy = [
  "default-src 'none'",
  ...['script', 'style', 'connect', 'img', 'media', 'frame'].map(kind => `${kind}-src 'self'`),
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]
].join('; ')
const common = new URL('../page/', import.meta.url)

/** Answers a request at or below the pages' path; returns false for any other. */
export type Pages = (request: IncomingMessage, response: ServerResponse, pathname: string) => boolean

interface PagesOptions {
  /** Also names the page: /mail shows mail.html. */
  path: `/${string}`
  /** Contains the page's files; page.css and page.js are served with them. */
  folder: URL
  /** Handles calls below `<path>/api`, given the rest of the path; only pages and programs on this machine may call. */
  api?: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>
}

/** Serves the pages of a folder, on a server that may have others. */
export async function createPages({ path, folder, api }: PagesOptions): Promise<Pages> {
  const contents = new Map((await Promise.all([common, folder].map(filesOf))).flat())
  return (request, response, pathname) => {
    if (pathname !== path && !pathname.startsWith(`${path}/`)) return false
    if (api && pathname.startsWith(`${path}/api/`)) {
      if (!isFromHere(request)) answerJson(response, 403, { error: 'Only for pages on this machine' })
      else api(request, response, pathname.slice(`${path}/api`.length)).catch(error => fail(response, error))
      return true
    }
    const name = pathname === path ? `${path.slice(1)}.html` : pathname.slice(path.length + 1)
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

const filesOf = async (folder: URL) =>
  Promise.all((await readdir(folder)).map(async name => [name, await readFile(new URL(name, folder))] as const))

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy()
  else if (error instanceof RangeError) answerJson(response, 413, { error: error.message })
  else answerJson(response, 500, { error: String(error) })
}
