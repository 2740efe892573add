import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { Operation } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import { histogram, type Logger, openSpan, type Span } from '@inbox/telemetry'
import { admittedOf, callOf, noteCall } from './admitted.ts'
import { tellCommon, writeAnswer } from './answer.ts'
import { type Caller, whyNotAdmitted } from './caller.ts'
import { hasLeft } from './left-off.ts'
import { passOn } from './pass-on.ts'
import { problem, problemOf, problemOfError } from './problem.ts'
import { refuse } from './refuse.ts'
import { Answered, answered, parsePart, type Route } from './route.ts'
import { type Authenticate, isByService } from './service-token.ts'
import type { Incoming, Step } from './step.ts'

const duration = histogram('http_request_duration_seconds', 'Time from request to response', ['operation', 'status'])

/** Admits or refuses the caller by the headers alone, and measures the call. The body is not read before this. */
export function admit(operation: Operation, authenticate: Authenticate): Step {
  const beginSpan = beginningSpans(operation)
  return async (request, response, next) => {
    const begun = performance.now()
    response.on('finish', () => {
      const labels = { operation: operation.id, status: response.statusCode }
      duration.observe(labels, (performance.now() - begun) / 1000)
    })
    const correlationId = correlationOf(request)
    noteCall(response, { operation, caller: anyone, correlationId })
    const { headers, socket } = request
    const caller = await authenticate(headers.authorization, socket.remoteAddress ?? '', headers)
    if (!caller && !operation.audience.includes('anyone'))
      return refuse(response, problem(401, 'unauthenticated', 'A valid token or key is required'))
    const known = caller ?? anyone
    const why = whyNotAdmitted(known, operation)
    if (why !== undefined) return refuse(response, problem(403, 'forbidden', why))
    const span = beginSpan(caller, request, response)
    noteCall(response, { operation, caller: known, correlationId, span })
    next()
  }
}

const anyone = { kind: 'anyone' } as const

/** Continues our own traces; for anybody else it begins a new one, whatever they send: we choose what is sampled. */
function beginningSpans({ method: lower, path }: Operation) {
  const method = lower.toUpperCase()
  const name = `${method} ${path}`
  const attributes = { 'http.request.method': method, 'http.route': path }
  return (caller: Caller | null, { headers }: IncomingMessage, response: ServerResponse): Span => {
    const { traceparent } = headers
    const parent = isByService(caller) && typeof traceparent === 'string' ? traceparent : null
    const span = openSpan(name, { kind: 'server', attributes, parent })
    if (!span.taken) return span
    response.on('close', () => {
      span.note({ 'http.response.status_code': response.statusCode })
      span.end(response.statusCode >= 500 ? String(response.statusCode) : undefined)
    })
    return span
  }
}

/** Runs a handler within the span of its call, even if it had to wait for the body. */
export const withinCall =
  (handle: Step): Step =>
  (request, response, next) => {
    const { span } = admittedOf(response)
    return span ? span.run(() => handle(request, response, next)) : handle(request, response, next)
  }

/** Carries out one call here: parse, handle, answer. */
export const handleRoute =
  ({ operation, handle }: Route, logger: Logger): Step =>
  async (request, response) => {
    const { caller, correlationId } = admittedOf(response)
    const result = await handle({ ...parse(operation, request), caller, correlationId, request })
    if (!result.ok) {
      logger.info({ operation: operation.id, correlationId, code: result.error.code }, result.error.detail)
      return refuse(response, problemOf(result.error))
    }
    const { answer, beside } = result.value instanceof Answered ? result.value : answered(result.value, {})
    const { status = operation.status, headers } = beside
    // the handler's own headers take precedence over the common ones
    if (headers || answer instanceof Readable) tellCommon(response)
    if (answer instanceof Readable) {
      response.statusCode = status
      response.setHeaders(new Map(Object.entries(headers ?? {})))
      return passOn(answer, response)
    }
    if (answer === undefined) return writeAnswer(response, status, headers ?? {})
    const body = operation.media === 'application/json' ? JSON.stringify(answer) : String(answer)
    writeAnswer(response, status, { 'Content-Type': `${operation.media}; charset=utf-8`, ...headers }, body)
  }

/** Answers and logs failures of any call, at the level they deserve: the only place that turns failures into HTTP. */
export const failing =
  (logger: Logger) =>
  (error: unknown, request: IncomingMessage, response: ServerResponse): void => {
    if (hasLeft(error)) return void response.destroy()
    const call = callOf(response)
    const path = request.url?.split('?')[0]
    fail(error, response, logger, call ? { operation: call.operation.id, correlationId: call.correlationId } : { path })
  }

/** The most issues logged per call; the caller is told all of them. */
const MAX_LOGGED = 3

/** Answers an exception by its kind, and logs it at the level it deserves. */
function fail(error: unknown, response: ServerResponse, logger: Logger, context: object): void {
  const answer = problemOfError(error)
  if (answer.status >= 500)
    logger[answer.status === 503 ? 'warn' : 'error']({ err: error, ...context }, 'request failed')
  else logger.info({ ...context, issues: answer.issues?.slice(0, MAX_LOGGED) }, answer.detail)
  if (response.headersSent) return void response.destroy()
  refuse(response, answer)
}

function parse(operation: Route['operation'], request: Incoming) {
  const nothing = (schema: { type?: string }) => schema.type === 'undefined'
  const takesBody = !nothing(operation.body)
  return {
    params: nothing(operation.params) ? undefined : parsePart(operation.params, request.params, 'path'),
    query: nothing(operation.query) ? undefined : parsePart(operation.query, request.query, 'query'),
    body: takesBody ? parsePart(operation.body, request.body, 'body') : undefined,
    ...ifMatchOf(request)
  }
}

function ifMatchOf(request: IncomingMessage): { ifMatch?: number } {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return {}
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header)?.[1]
  if (version === undefined)
    throw new Malformed('If-Match must contain a version', [
      { path: 'header.if-match', message: 'must be a quoted number' }
    ])
  return { ifMatch: Number(version) }
}

function correlationOf(request: IncomingMessage): string {
  const given = request.headers['x-correlation-id']
  return typeof given === 'string' && /^[\x21-\x7e]{1,100}$/.test(given) ? given : randomUUID()
}
