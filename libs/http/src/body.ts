import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { LargestBody } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { refuseUnbounded } from './bounds.ts'
import { REQUEST_MS } from './listen.ts'
import { type Problem, problem } from './problem.ts'
import { refuse } from './refuse.ts'

const bodies = new WeakMap<IncomingMessage, Buffer>()

/** The body as it came (decompressed): for passing it on, and for signatures over it. Undefined if there was none. */
export const rawBodyOf = (request: IncomingMessage): Buffer | undefined => bodies.get(request)

/**
 * Reads the body of a call whose caller is known: JSON in UTF-8, within the bounds of its operation. What is only passed on
 * stays bytes, which its owner parses.
 */
export function readBody(largest: LargestBody, as: 'json' | 'bytes'): RequestHandler[] {
  const options = {
    limit: largest.bytes,
    type: () => true,
    verify(request: IncomingMessage, _response: unknown, body: Buffer) {
      if (!isUtf8(body)) throw new Malformed('The body is not UTF-8', [{ path: 'body', message: 'must be UTF-8' }])
      refuseUnbounded(body, largest)
      bodies.set(request, body)
    }
  }
  return [requireJson, as === 'json' ? express.json(options) : express.raw(options)]
}

function requireJson(request: Request, response: Response, next: NextFunction): void {
  const refusal = refusalOf(request)
  if (refusal) refuse(response, refusal)
  else next()
}

const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i

function refusalOf(request: Request): Problem | undefined {
  if (!hasBody(request)) return undefined
  const { 'content-type': type = '' } = request.headers
  if (!request.is('application/json'))
    return problem(415, 'unsupported-media-type', 'The body must be application/json')
  const [, charset = 'utf-8'] = CHARSET.exec(type) ?? []
  return charset.toLowerCase() === 'utf-8'
    ? undefined
    : problem(415, 'unsupported-charset', `The body must be UTF-8, not ${charset}`)
}

/** The body of a webhook as it came, for signatures over it: `request.body` is a Buffer, if there was any. */
export const rawBody = (largestBytes: number): RequestHandler => express.raw({ limit: largestBytes, type: () => true })

const overdue = new WeakMap<IncomingMessage, NodeJS.Timeout>()

/** Cuts off a request that is not there in time: where some take long, the server itself waits for all. */
export function arrivesInTime(request: Request, response: Response, next: NextFunction): void {
  if (hasBody(request)) {
    const timer = setTimeout(() => {
      if (request.complete) return
      if (!response.headersSent) refuse(response, problem(408, 'timeout', 'The request did not arrive in time'))
      request.destroy()
    }, REQUEST_MS)
    overdue.set(request, timer)
    request.once('close', () => clearTimeout(timer))
  }
  next()
}

/** A sender reads why its body is not wanted once it has sent for so long. */
const UNWANTED_MS = 5000

/** Leaves the body to whoever reads it, for as long as it takes. */
export function streamBody(request: Request, response: Response, next: NextFunction): void {
  const { 'content-encoding': encoding = 'identity' } = request.headers
  if (encoding !== 'identity') {
    refuse(response, problem(415, 'unsupported-encoding', 'Content-Encoding is not supported here'))
    return
  }
  clearTimeout(overdue.get(request))
  response.once('finish', () => {
    if (request.complete) return
    request.resume()
    setTimeout(() => request.complete || request.destroy(), UNWANTED_MS).unref()
  })
  next()
}
