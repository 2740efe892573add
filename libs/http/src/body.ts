import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { LargestBody } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { refuseUnbounded } from './bounds.ts'
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

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i

function refusalOf(request: Request): Problem | undefined {
  const { 'transfer-encoding': coding, 'content-length': length = 0, 'content-type': type = '' } = request.headers
  const hasBody = coding !== undefined || Number(length) > 0
  if (!hasBody) return undefined
  if (!request.is('application/json'))
    return problem(415, 'unsupported-media-type', 'The body must be application/json')
  const [, charset = 'utf-8'] = CHARSET.exec(type) ?? []
  return charset.toLowerCase() === 'utf-8'
    ? undefined
    : problem(415, 'unsupported-charset', `The body must be UTF-8, not ${charset}`)
}
