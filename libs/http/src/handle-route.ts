import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Operation } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import { histogram, type Logger, openSpan, type Span } from '@inbox/telemetry'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { type Caller, whyNotAdmitted } from './caller.ts'
import { hasLeft } from './left-off.ts'
import { passOn } from './pass-on.ts'
import { problem, problemOf, problemOfError } from './problem.ts'
import { refuse } from './refuse.ts'
import { Answered, answered, parsePart, type Route } from './route.ts'
import { type Authenticate, isByService } from './service-token.ts'

const duration = histogram('http_request_duration_seconds', 'Time from request to answer', ['operation', 'status'])

/** A call whose caller may make it. */
interface Admitted {
  operation: Operation
  caller: Caller
  correlationId: string
  /** From its admission to its answer; missing before. */
  span?: Span
}

const admitted = new WeakMap<Response, Admitted>()

export function admittedOf(response: Response): Admitted {
  const call = admitted.get(response)
  if (!call) throw new TypeError('this call was not admitted')
  return call
}

/** Admits or refuses the caller by the headers alone, and measures: before this nothing of a call's body is read. */
export function admit(operation: Operation, authenticate: Authenticate): RequestHandler {
  return async (request, response, next) => {
    const correlationId = correlationOf(request)
    const finished = duration.startTimer({ operation: operation.id })
    response.on('finish', () => finished({ status: response.statusCode }))
    response.setHeader('X-Correlation-Id', correlationId)
    // what a caller may know is for nobody who comes after them to the same browser or proxy
    response.setHeader('Cache-Control', 'no-store')
    admitted.set(response, { operation, caller: anyone, correlationId })
    const { headers, socket } = request
    const caller = await authenticate(headers.authorization, socket.remoteAddress ?? '', headers)
    if (!caller && !operation.audience.includes('anyone'))
      return refuse(response, problem(401, 'unauthenticated', 'A valid token or key is needed'))
    const known = caller ?? anyone
    const why = whyNotAdmitted(known, operation)
    if (why !== undefined) return refuse(response, problem(403, 'forbidden', why))
    const span = beginSpan(operation, caller, request, response)
    admitted.set(response, { operation, caller: known, correlationId, span })
    next()
  }
}

const anyone = { kind: 'anyone' } as const

/** Goes on with a trace of ours; whoever else calls begins one, whatever they say: it is we who choose what is taken. */
function beginSpan(operation: Operation, caller: Caller | null, { headers }: Request, response: Response): Span {
  const method = operation.method.toUpperCase()
  const { traceparent } = headers
  const span = openSpan(`${method} ${operation.path}`, {
    kind: 'server',
    attributes: () => ({ 'http.request.method': method, 'http.route': operation.path }),
    parent: isByService(caller) && typeof traceparent === 'string' ? traceparent : null
  })
  if (!span.taken) return span
  response.on('close', () => {
    span.note({ 'http.response.status_code': response.statusCode })
    span.end(response.statusCode >= 500 ? String(response.statusCode) : undefined)
  })
  return span
}

/** What a handler begins belongs to its call, however much of the body was waited for. */
export const withinCall =
  (handle: RequestHandler): RequestHandler =>
  (request, response, next) => {
    const { span } = admittedOf(response)
    return span ? span.run(() => handle(request, response, next)) : handle(request, response, next)
  }

/** Carries out one call here: parse, handle, answer. */
export const handleRoute =
  ({ operation, handle }: Route, logger: Logger): RequestHandler =>
  async (request, response) => {
    const { caller, correlationId } = admittedOf(response)
    const result = await handle({ ...parse(operation, request), caller, correlationId, request })
    if (!result.ok) {
      logger.info({ operation: operation.id, correlationId, code: result.error.code }, result.error.detail)
      return refuse(response, problemOf(result.error))
    }
    const { answer, beside } = result.value instanceof Answered ? result.value : answered(result.value, {})
    response.status(beside.status ?? operation.status)
    if (answer instanceof Readable) {
      // as they are: express would add a charset to types of text
      response.setHeaders(new Map(Object.entries(beside.headers ?? {})))
      return passOn(answer, response)
    }
    response.set(beside.headers ?? {})
    if (answer === undefined) response.end()
    else if (operation.media === 'application/json') response.json(answer)
    else response.type(operation.media).send(answer)
  }

/** Answers what goes wrong in any call, and logs it as loudly as it deserves: the only place that turns failures into HTTP. */
export const failing =
  (logger: Logger): ErrorRequestHandler =>
  // express knows error handlers by their four parameters
  (error: unknown, request, response, _next) => {
    if (hasLeft(error)) return void response.destroy()
    const call = admitted.get(response)
    fail(error, response, logger, {
      ...(call ? { operation: call.operation.id, correlationId: call.correlationId } : { path: request.path })
    })
  }

/** Of what is wrong with one call; who called is told all. */
const MAX_LOGGED = 3

/** Answers an exception by its kind, and logs it as loudly as it deserves. */
function fail(error: unknown, response: Response, logger: Logger, context: object): void {
  const answer = problemOfError(error)
  if (answer.status >= 500) logger[answer.status === 503 ? 'warn' : 'error']({ err: error, ...context }, 'call failed')
  else logger.info({ ...context, issues: answer.issues?.slice(0, MAX_LOGGED) }, answer.detail)
  if (response.headersSent) return void response.destroy()
  refuse(response, answer)
}

function parse(operation: Route['operation'], request: Request) {
  const nothing = (schema: { type?: string }) => schema.type === 'undefined'
  const takesBody = !nothing(operation.body)
  return {
    params: nothing(operation.params) ? undefined : parsePart(operation.params, request.params, 'path'),
    query: nothing(operation.query) ? undefined : parsePart(operation.query, request.query, 'query'),
    body: takesBody ? parsePart(operation.body, request.body, 'body') : undefined,
    ...ifMatchOf(request)
  }
}

function ifMatchOf(request: Request): { ifMatch?: number } {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return {}
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header)?.[1]
  if (version === undefined)
    throw new Malformed('If-Match must hold a version', [
      { path: 'header.if-match', message: 'must be a number in quotes' }
    ])
  return { ifMatch: Number(version) }
}

function correlationOf(request: Request): string {
  const given = request.headers['x-correlation-id']
  return typeof given === 'string' && /^[\x21-\x7e]{1,100}$/.test(given) ? given : randomUUID()
}
