import type { IncomingMessage, Server } from 'node:http'
import type { Operation } from '@inbox/contracts'
import type { Logger } from '@inbox/telemetry'
import compression from 'compression'
import cors from 'cors'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import helmet from 'helmet'
import { arrivesInTime, readBody, streamBody } from './body.ts'
import type { Caller } from './caller.ts'
import { type Forward, handleForward } from './forward.ts'
import { admit, admittedOf, failing, handleRoute, withinCall } from './handle-route.ts'
import { answerMetrics, serveHealth } from './health.ts'
import { close, listen, urlOf } from './listen.ts'
import { problem } from './problem.ts'
import { addressKey, type DeviceOf, limitCalls, limitRefusals } from './rate-limits.ts'
import { refuse } from './refuse.ts'
import type { Route } from './route.ts'
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
  const app = application(options)
  const isTrusted: IsTrusted = app.get('trust proxy fn')
  const isProxy = (address: string) => isTrusted(address, 0)
  const stack = new AsyncDisposableStack()
  const open = async (listener: Express, at: number, most?: number) => {
    const limit = most === undefined ? {} : { connectionsPerAddress: most }
    const requestMs = takesStreams(options) ? { requestMs: STREAMED_MS } : {}
    return stack.adopt(await listen(listener, { port: at, host, isProxy, stalledMs, ...limit, ...requestMs }), close)
  }
  const server = await open(app, port, connectionsPerAddress)
  const callerOf = addressBy(isTrusted)
  if (metricsPort !== undefined) await open(metricsOnly(), metricsPort)
  return {
    url: urlOf(server, host),
    server,
    addressOf: request => ipKeyGenerator(callerOf(request)),
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

function application(options: ServerOptions): Express {
  const { metricsPort, logger, notReady, guarded, extend } = options
  const { callsPerSecondPerAddress, trustedProxies = [], otherOrigins = [], compress = false } = options
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  // an ETag here is the version of a document; express would add hashes of bodies
  app.set('etag', false)
  if (trustedProxies.length > 0) app.set('trust proxy', [...trustedProxies])
  app.use(helmet())
  if (takesStreams(options)) app.use(arrivesInTime)
  if (compress) app.use(compression())
  serveHealth(app, notReady)
  if (metricsPort === undefined) app.get('/metrics', answerMetrics)
  // whoever is not known is counted by address alone: a made-up credential is a new one each time
  if (callsPerSecondPerAddress) app.use(limitCalls(() => callsPerSecondPerAddress, addressKey))
  if (guarded) {
    const limit = limitRefusals(guarded.refusalsPerMinute, guarded.deviceOf)
    for (const { method, path } of guarded.operations) app[method](path, limit)
  }
  if (otherOrigins.length > 0) app.use(allow(otherOrigins))
  extend?.(app)
  serveOperations(app, options)
  app.use((request: Request, response: Response) =>
    refuse(response, problem(404, 'not-found', `No such call: ${request.method} ${request.path}`))
  )
  app.use(failing(logger))
  return app
}

function serveOperations(
  app: Express,
  { routes, forwards = [], authenticate, callsPerSecond, logger }: ServerOptions
): void {
  const limitOf = callsPerSecond && ((response: Response) => callsPerSecond(admittedOf(response).caller))
  const limits = limitOf ? [limitCalls(limitOf, callerKey)] : []
  const serve = (operation: Operation, as: 'json' | 'bytes', answer: RequestHandler) => {
    const body = operation.streamed ? [streamBody] : readBody(operation.largestBody, as)
    const first = [admit(operation, authenticate), ...limits, ...body]
    app[operation.method](operation.path, ...first, withinCall(answer))
  }
  for (const each of routes) serve(each.operation, 'json', handleRoute(each, logger))
  for (const each of forwards) serve(each.operation, 'bytes', handleForward(each))
}

type IsTrusted = (address: string, hop: number) => boolean

/** From our end of the chain of proxies backwards, to the first that is not trusted. */
const addressBy =
  (isTrusted: IsTrusted) =>
  ({ socket, headers }: IncomingMessage): string => {
    const named = String(headers['x-forwarded-for'] ?? '').split(',')
    const chain = [
      socket.remoteAddress ?? '',
      ...named
        .map(each => each.trim())
        .filter(Boolean)
        .reverse()
    ]
    const untrusted = chain.findIndex((address, hop) => !isTrusted(address, hop))
    return chain[untrusted < 0 ? chain.length - 1 : untrusted]!
  }

/** One caller, whatever tokens they bring. */
function callerKey(request: Request, response: Response): string {
  const { caller } = admittedOf(response)
  if (caller.kind === 'anyone') return addressKey(request)
  return `${caller.kind} ${caller.kind === 'service' ? caller.name : caller.id}`
}
