import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'

/** Placeholder in the built page for each answer's nonce. */
const NONCE_PLACE = /__CSP_NONCE__/g
/** Calls and files: addresses of the app's pages contain no dot. */
const NOT_THE_SITE = /^\/(v1|assets)(\/|$)|\./

/**
 * Serves a single-page app from its build folder. Files under /assets are named by their content and cached for ever;
 * every other address that a browser visits gets the page, except calls and files, which are not found if nobody else
 * answers them. Without a build it serves nothing. `frames`: base address of everything its frames show.
 */
export function serveSite(app: Express, folder: string, { frames }: { frames: string }): void {
  app.use('/assets', filesNamedByContent(join(folder, 'assets')))
  app.use(express.static(folder, { index: false, maxAge: '1h' }))
  app.get('/{*path}', async (request: Request, response: Response, next) => {
    if (NOT_THE_SITE.test(request.path) || !request.accepts('html')) return next()
    const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined)
    if (page === undefined) return next()
    const nonce = randomBytes(16).toString('base64')
    response.set({ 'Content-Security-Policy': policy(nonce, new URL(frames).origin), 'Cache-Control': 'no-cache' })
    response.type('html').send(page.replace(NONCE_PLACE, nonce))
  })
}

/** Files that never change under their names; those that the build has compressed are sent as they are. */
export function filesNamedByContent(folder: string): RequestHandler {
  const how = { immutable: true, maxAge: '1y', index: false } as const
  const plain = express.static(folder, how)
  const compressed = express.static(folder, {
    ...how,
    setHeaders: (response: Response, path) =>
      response.type(extname(path.slice(0, -COMPRESSED.length))).set('Content-Encoding', 'br')
  })
  return (request, response, next) => {
    if (!request.acceptsEncodings('br')) return plain(request, response, next)
    const { url } = request
    request.url = request.path + COMPRESSED
    compressed(request, response, error => {
      request.url = url
      if (error) next(error)
      else plain(request, response, next)
    })
  }
}

const COMPRESSED = '.br'

/**
 * Scripts and calls only from and to here; frames for mails, which media keeps; pictures and sounds from anywhere,
 * since the app loads them only when somebody asks.
 */
const policy = (nonce: string, frames: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data: blob: http: https:",
    "media-src 'self' blob: http: https:",
    "connect-src 'self'",
    `frame-src ${frames}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'"
  ].join('; ')
