import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LargestBody } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import express, { type RequestHandler } from 'express'
import { refuseUnbounded } from './bounds.ts'
import { LeftOff } from './left-off.ts'
import { REQUEST_MS } from './listen.ts'
import { type Problem, problem } from './problem.ts'
import { refuse } from './refuse.ts'
import type { Incoming, Step } from './step.ts'

/**
 * Reads the body of a call whose caller is known: JSON in UTF-8, within its operation's limits. A body that is only
 * passed on stays bytes; its owner parses it.
 */
export function readBody(largest: LargestBody, as: 'json' | 'bytes'): Step[] {
  const unpacked = express.raw({ limit: largest.bytes, type: () => true }) as Step
  return [
    requireJson,
    (request, response, next) => {
      const length = plainLengthOf(request)
      if (length > 0 && length <= largest.bytes) readPlain(request, next)
      else if (announcesBody(request)) unpacked(request, response, next)
      else next()
    },
    (request, _response, next) => {
      const { body } = request
      if (body instanceof Buffer) {
        if (!isUtf8(body))
          throw new Malformed('The body is not valid UTF-8', [{ path: 'body', message: 'must be valid UTF-8' }])
        refuseUnbounded(body, largest)
        request.rawBody = body
        if (as === 'json') request.body = parseJson(body)
      }
      next()
    }
  ]
}

/** The Content-Length of a body without any encoding; NaN for all others. */
const plainLengthOf = ({ headers }: IncomingMessage) =>
  headers['content-encoding'] === undefined && headers['transfer-encoding'] === undefined
    ? Number(headers['content-length'])
    : Number.NaN

/** Node ensures that no more arrives than was announced. */
function readPlain(request: Incoming, next: (error?: unknown) => void): void {
  if (request.destroyed) return void next(new LeftOff())
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => void parts.push(part))
  request.on('end', () => {
    request.body = parts.length === 1 ? parts[0] : Buffer.concat(parts)
    next()
  })
  request.on('close', () => request.complete || next(new LeftOff()))
}

/** An object or an array: no call takes any other JSON value. An empty body counts as an empty object. */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    const value: unknown = JSON.parse(body.toString('utf8').replace(BYTE_ORDER_MARK, ''))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // reported below like any other value that is not accepted
  }
  throw new Malformed('The body is not valid JSON')
}

const BYTE_ORDER_MARK = /^\ufeff/

function requireJson(request: Incoming, response: ServerResponse, next: () => void): void {
  const refusal = refusalOf(request)
  if (refusal) refuse(response, refusal)
  else next()
}

/** Whether a body is announced; one of zero bytes counts as empty. */
const announcesBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined
const hasBody = (request: IncomingMessage) => announcesBody(request) && Number(request.headers['content-length']) !== 0

const JSON_TYPE = /^\s*application\/json\s*(;|$)/i
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i

function refusalOf(request: IncomingMessage): Problem | undefined {
  if (!hasBody(request)) return undefined
  const { 'content-type': type = '' } = request.headers
  if (type === 'application/json') return undefined
  if (!JSON_TYPE.test(type)) return problem(415, 'unsupported-media-type', 'The body must be application/json')
  const [, charset = 'utf-8'] = CHARSET.exec(type) ?? []
  return charset.toLowerCase() === 'utf-8'
    ? undefined
    : problem(415, 'unsupported-charset', `The body must be UTF-8, not ${charset}`)
}

/** A webhook's body exactly as received, for verifying its signature: `request.body` is a Buffer, if there was any. */
export const rawBody = (largestBytes: number): RequestHandler => express.raw({ limit: largestBytes, type: () => true })

/** Requests with a body that began in this turn of the event loop; most have arrived completely by its end. */
let begun: { request: Incoming; response: ServerResponse }[] = []

/** Cuts off a request that does not arrive in time: where some may take long, the server itself waits for all. */
export function arrivesInTime(request: Incoming, response: ServerResponse, next: () => void): void {
  if (hasBody(request) && begun.push({ request, response }) === 1) setImmediate(awaitRest)
  next()
}

const unhurried = new WeakSet<IncomingMessage>()
const overdue = new WeakMap<IncomingMessage, NodeJS.Timeout>()

function awaitRest(): void {
  for (const { request, response } of begun) {
    if (request.complete || request.destroyed || unhurried.has(request)) continue
    const timer = setTimeout(() => {
      if (request.complete) return
      if (!response.headersSent) refuse(response, problem(408, 'timeout', 'The request did not arrive in time'))
      request.destroy()
    }, REQUEST_MS)
    overdue.set(request, timer)
    request.once('close', () => clearTimeout(timer))
  }
  begun = []
}

/** How long we go on receiving an unwanted body, so that its sender gets to read the refusal. */
const UNWANTED_MS = 5000

/** Leaves the body to its handler, for as long as it takes. */
export function streamBody(request: Incoming, response: ServerResponse, next: () => void): void {
  const { 'content-encoding': encoding = 'identity' } = request.headers
  if (encoding !== 'identity') {
    refuse(response, problem(415, 'unsupported-encoding', 'Content-Encoding is not supported for this body'))
    return
  }
  unhurried.add(request)
  clearTimeout(overdue.get(request))
  response.once('finish', () => {
    if (request.complete) return
    request.resume()
    setTimeout(() => request.complete || request.destroy(), UNWANTED_MS).unref()
  })
  next()
}
