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
  /** Where /metrics is answered instead of at `port`: for whoever must not be reached from outside. */
  metricsPort?: number | undefined
  routes: readonly Route[]
  /** Operations of other services that are offered here. */
  forwards?: readonly Forward[]
  authenticate: Authenticate
  logger: Logger
  /** What is not ready yet, by name; empty = ready. */
  notReady: () => string[]
  /** Calls per second that a caller may make, averaged over ten seconds; none = unlimited. */
  callsPerSecond?: (caller: Caller) => number
  /** The same for all who call from one address together, also those that nobody knows. */
  callsPerSecondPerAddress?: number
  /** Connections that one address (but no trusted proxy) may have open at once; none = unlimited. */
  connectionsPerAddress?: number
  /** How long an answer may wait for a reader who takes nothing of it; 30 s unless given. */
  stalledMs?: number | undefined
  /** Operations by which somebody could guess, and how often in a minute they may refuse what comes from one address. */
  guarded?: { operations: readonly Operation[]; refusalsPerMinute: number; deviceOf: DeviceOf }
  /** Proxies (addresses, networks, `loopback`) that are trusted to name the caller's address; none unless given. */
  trustedProxies?: readonly string[]
  /** Other origins whose pages may call, with cookies. */
  otherOrigins?: readonly string[]
  /** Compresses answers: for callers at the far end of slow lines, not for services among themselves. */
  compress?: boolean
  /** Adds what is no operation: static files, pages, a reverse proxy. Runs before the routes. */
  extend?: (app: Express) => void
}

export interface HttpServer extends AsyncDisposable {
  url: string
  server: Server
  /** Where a request comes from, as far as trusted proxies say; of IPv6 the network. */
  addressOf(request: IncomingMessage): string
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Serves the routes and /livez, /readyz, /metrics (these at a port of their own, if there is one); resolves when listening.
 * Disposing finishes running calls, at most 5 s.
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

/** Long enough for the largest file over a poor line; a sender from whom nothing comes is cut off long before. */
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
  // an ETag here is the version of a document; express would add hashes of bodies
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
  // whoever is not known is counted by address alone: a made-up credential is a new one each time
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
  // express knows error handlers by their four parameters
  app.use((error: unknown, request: Request, response: Response, _next: unknown) => fail(error, request, response))
  const isTrusted: IsTrusted = app.get('trust proxy fn')
  const callerOf = addressBy(isTrusted)
  const isPlain = !guarded && otherOrigins.length === 0 && !compress && !extend
  const first = [...inTime, ...perAddress]
  const listener = isPlain ? withoutDetour(app, { served, first, addressOf: callerOf, logger }) : app
  return { listener, isTrusted, callerOf }
}

type IsTrusted = (address: string, hop: number) => boolean

/** From our end of the chain of proxies backwards, to the first that is not trusted. */
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
