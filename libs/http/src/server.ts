import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from '@inbox/contracts'
import { type Logger, renderMetrics } from '@inbox/telemetry'
import compression from 'compression'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import helmet from 'helmet'
import { addressKey, callBrake, guessBrake } from './brakes.ts'
import { type Forward, handleForward } from './forward.ts'
import { fail, handleRoute, refuse } from './handle-route.ts'
import { refusePollution } from './pollution.ts'
import { problem } from './problem.ts'
import { keepRawBody } from './raw-body.ts'
import type { Route } from './route.ts'
import type { Authenticate } from './service-token.ts'

export interface ServerOptions {
  port: number
  host: string
  routes: readonly Route[]
  /** Operations of other services that are offered here. */
  forwards?: readonly Forward[]
  authenticate: Authenticate
  logger: Logger
  /** What is not ready yet, by name; empty = ready. */
  notReady: () => string[]
  /** Largest body, e.g. `1mb`. */
  bodyLimit?: string
  /** Calls per second that one credential (or address) may make, averaged over ten seconds; none = unlimited. */
  callsPerSecond?: number
  /** The same for all credentials of one address together. */
  callsPerSecondPerAddress?: number
  /** Operations by which somebody could guess, and how often in a minute they may refuse what comes from one address. */
  guarded?: { operations: readonly Operation[]; refusalsPerMinute: number }
  /** Proxies (addresses, networks, `loopback`) that are believed when they name the caller's address; none unless given. */
  trustedProxies?: readonly string[]
  /** Compresses answers: for callers at the far end of slow lines, not for services among themselves. */
  compress?: boolean
  /** Adds what is no operation: static files, pages, a reverse proxy. Runs before the routes. */
  extend?: (app: Express) => void
}

export interface HttpServer extends AsyncDisposable {
  url: string
  server: Server
  /** Where a request comes from, as far as trusted proxies say. */
  addressOf(request: IncomingMessage): string
  [Symbol.asyncDispose](): Promise<void>
}

const GRACE_MS = 5000

/** Serves the routes and /livez, /readyz, /metrics; resolves when listening. Disposing finishes running calls, at most 5 s. */
export async function serveHttp(options: ServerOptions): Promise<HttpServer> {
  const app = application(options)
  const server = createServer(app)
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const addressOf = addressBy(app.get('trust proxy fn'))
  return { url: `http://${options.host}:${port}`, server, addressOf, [Symbol.asyncDispose]: () => close(server) }
}

function application({
  routes,
  forwards = [],
  authenticate,
  logger,
  notReady,
  bodyLimit = '1mb',
  callsPerSecond,
  callsPerSecondPerAddress,
  guarded,
  trustedProxies = [],
  compress = false,
  extend
}: ServerOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  // an ETag here is the version of a document; express would add hashes of bodies
  app.set('etag', false)
  if (trustedProxies.length > 0) app.set('trust proxy', [...trustedProxies])
  app.use(helmet())
  if (compress) app.use(compression())
  health(app, notReady)
  // a made-up credential is a new one each time, so an address has a limit too
  if (callsPerSecondPerAddress) app.use(callBrake(callsPerSecondPerAddress, addressKey))
  if (callsPerSecond)
    app.use(callBrake(callsPerSecond, request => request.headers.authorization ?? addressKey(request)))
  if (guarded) {
    const guard = guessBrake(guarded.refusalsPerMinute)
    for (const { method, path } of guarded.operations) app[method](path, guard)
  }
  extend?.(app)
  app.use(requireJson, express.json({ limit: bodyLimit, verify: takeBody }))
  for (const each of routes) app[each.operation.method](each.operation.path, handleRoute(each, authenticate, logger))
  for (const each of forwards)
    app[each.operation.method](each.operation.path, handleForward(each, authenticate, logger))
  app.use((request: Request, response: Response) =>
    refuse(response, problem(404, 'not-found', `No such call: ${request.method} ${request.path}`))
  )
  // express knows error handlers by their four parameters
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    fail(error, response, logger, { path: request.path })
  )
  return app
}

function health(app: Express, notReady: () => string[]): void {
  app.get('/livez', (_request, response) => void response.json({ status: 'alive' }))
  app.get('/readyz', (_request, response) => {
    const waitingFor = notReady()
    response
      .status(waitingFor.length === 0 ? 200 : 503)
      .json({ status: waitingFor.length === 0 ? 'ready' : 'starting', waitingFor })
  })
  app.get('/metrics', async (_request, response) => {
    const { contentType, body } = await renderMetrics()
    response.type(contentType).send(body)
  })
}

/** From our end of the chain of proxies backwards, to the first that is not trusted. */
const addressBy =
  (isTrusted: (address: string, hop: number) => boolean) =>
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

function requireJson(request: Request, response: Response, next: NextFunction): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  if (!hasBody || request.is('application/json')) next()
  else refuse(response, problem(415, 'unsupported-media-type', 'The body must be application/json'))
}

function takeBody(request: IncomingMessage, response: unknown, body: Buffer): void {
  refusePollution(body)
  keepRawBody(request, response, body)
}

/** `server.close` alone waits for idle keep-alive connections for ever. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  await Promise.race([closed, sleep(GRACE_MS, undefined, { ref: false })])
  server.closeAllConnections()
  await closed
  clearInterval(sweep)
}
