import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { Operation } from '@inbox/contracts'
import type { Logger } from '@inbox/telemetry'
import compression from 'compression'
import cors from 'cors'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { tellCommon, tellOfPages } from './answer.ts'
import { arrivesInTime } from './body.ts'
import type { Caller } from './caller.ts'
import type { Forward } from './forward.ts'
import { failing } from './handle-route.ts'
import { answerMetrics, serveHealth } from './health.ts'
import { close, listen, urlOf } from './listen.ts'
import { problem } from './problem.ts'
import { addressKey, type DeviceOf, limitCalls, limitRefusals, networkOf } from './rate-limits.ts'
import { refuse } from './refuse.ts'
import type { Route } from './route.ts'
import { serveOperations, withoutDetour } from './serve-operations.ts'
import type { Authenticate } from './service-token.ts'

export interface ServerOptions {
  port: number
  host: string
  /** Serves /metrics here instead of on `port`, so that it cannot be reached from outside. */
  metricsPort?: number | undefined
  routes: readonly Route[]
  /** Operations of other services that are also offered here. */
  forwards?: readonly Forward[]
  authenticate: Authenticate
  logger: Logger
  /** Names what is not ready yet; empty = ready. */
  notReady: () => string[]
  /** How many calls per second a caller may make, averaged over ten seconds; default: unlimited. */
  callsPerSecond?: (caller: Caller) => number
  /** The same for all callers from one address together, including unknown ones. */
  callsPerSecondPerAddress?: number
  /** How many connections one address (unless a trusted proxy) may have open at once; default: unlimited. */
  connectionsPerAddress?: number
  /** How long an answer may wait for a reader who does not read it. Default 30 s. */
  stalledMs?: number | undefined
  /** Operations that could be used for guessing, and how often per minute they may refuse one address. */
  guarded?: { operations: readonly Operation[]; refusalsPerMinute: number; deviceOf: DeviceOf }
  /** Proxies (addresses, networks, `loopback`) trusted to name the caller's address. Default: none. */
  trustedProxies?: readonly string[]
  /** Other origins whose pages may call us with cookies. */
  otherOrigins?: readonly string[]
  /** Compresses answers: for callers on slow lines, not between services. */
  compress?: boolean
  /** Adds what is not an operation: static files, pages, a reverse proxy. Runs before the routes. */
  extend?: (app: Express) => void
}

export interface HttpServer extends AsyncDisposable {
  url: string
  server: Server
  /** Where a request comes from, as far as trusted proxies say; for IPv6 the network. */
  addressOf(request: IncomingMessage): string
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Serves the routes and /livez, /readyz, /metrics (these on a port of their own, if there is one); resolves once
 * listening. Disposing lets running calls finish, for at most 5 s.
 */
export async function startHttpServer(options: ServerOptions): Promise<HttpServer> {
  const { port, host, metricsPort, connectionsPerAddress, stalledMs } = options
  const { listener, isTrusted, callerOf } = application(options)
  const isProxy = (address: string) => isTrusted(address, 0)
  const stack = new AsyncDisposableStack()
  const open = async (listener: RequestListener, at: number, most?: number) => {
    const limit = most === undefined ? {} : { connectionsPerAddress: most }
    const requestMs = takesStreams(options) ? { requestMs: STREAMED_MS } : {}
    return stack.adopt(await listen(listener, { port: at, host, isProxy, stalledMs, ...limit, ...requestMs }), close)
  }
  const server = await open(listener, port, connectionsPerAddress)
  if (metricsPort !== undefined) await open(metricsOnly(), metricsPort)
  return {
    url: urlOf(server, host),
    server,
    addressOf: request => networkOf(callerOf(request)),
    [Symbol.asyncDispose]: () => stack.disposeAsync()
  }
}

/** Long enough for the largest file over a poor line; a sender who stalls is cut off much sooner. */
const STREAMED_MS = 3_600_000
const takesStreams = ({ routes, forwards = [] }: ServerOptions) =>
  [...routes, ...forwards].some(({ operation }) => operation.streamed)

const allow = (origins: readonly string[]) =>
  cors({
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'If-Match', 'X-Connection-Id', 'X-Correlation-Id'],
    exposedHeaders: ['ETag', 'Retry-After', 'X-Correlation-Id'],
    maxAge: 600
  })

function metricsOnly(): Express {
  const app = express().disable('x-powered-by')
  return app.get('/metrics', answerMetrics)
}

interface Application {
  listener: RequestListener
  isTrusted: IsTrusted
  callerOf: (request: IncomingMessage) => string
}

function application(options: ServerOptions): Application {
  const { metricsPort, logger, notReady, guarded, extend } = options
  const { callsPerSecondPerAddress, trustedProxies = [], otherOrigins = [], compress = false } = options
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  // our ETags are document versions; Express would add hashes of bodies
  app.set('etag', false)
  if (trustedProxies.length > 0) app.set('trust proxy', [...trustedProxies])
  const tell = extend ? tellOfPages : tellCommon
  app.use((_request, response, next) => {
    tell(response)
    next()
  })
  const inTime = takesStreams(options) ? [arrivesInTime] : []
  for (const step of inTime) app.use(step)
  if (compress) app.use(compression())
  serveHealth(app, notReady)
  if (metricsPort === undefined) app.get('/metrics', answerMetrics)
  // unknown callers are counted by address alone: they could make up a new credential each time
  const perAddress = callsPerSecondPerAddress ? [limitCalls(() => callsPerSecondPerAddress, addressKey)] : []
  for (const limit of perAddress) app.use(limit)
  if (guarded) {
    const limit = limitRefusals(guarded.refusalsPerMinute, guarded.deviceOf)
    for (const { method, path } of guarded.operations) app[method](path, limit)
  }
  if (otherOrigins.length > 0) app.use(allow(otherOrigins))
  extend?.(app)
  const served = serveOperations(options)
  for (const [{ method, path }, steps] of served) app[method](path, ...(steps as unknown as RequestHandler[]))
  app.use((request: Request, response: Response) =>
    refuse(response, problem(404, 'not-found', `No such call: ${request.method} ${request.path}`))
  )
  const fail = failing(logger)
  // Express recognises error handlers by their four parameters
  app.use((error: unknown, request: Request, response: Response, _next: unknown) => fail(error, request, response))
  const isTrusted: IsTrusted = app.get('trust proxy fn')
  const callerOf = addressBy(isTrusted)
  const isPlain = !guarded && otherOrigins.length === 0 && !compress && !extend
  const first = [...inTime, ...perAddress]
  const listener = isPlain ? withoutDetour(app, { served, first, addressOf: callerOf, logger }) : app
  return { listener, isTrusted, callerOf }
}

type IsTrusted = (address: string, hop: number) => boolean

/** Walks the chain of proxies backwards from our end to the first address that is not trusted. */
const addressBy =
  (isTrusted: IsTrusted) =>
  ({ socket, headers }: IncomingMessage): string => {
    const nearest = socket.remoteAddress ?? ''
    const named = headers['x-forwarded-for']
    if (named === undefined || !isTrusted(nearest, 0)) return nearest
    const before = String(named)
      .split(',')
      .map(each => each.trim())
    const chain = [nearest, ...before.filter(Boolean).reverse()]
    const untrusted = chain.findIndex((address, hop) => !isTrusted(address, hop))
    return chain[untrusted < 0 ? chain.length - 1 : untrusted]!
  }
