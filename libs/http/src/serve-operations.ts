import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Operation } from '@inbox/contracts'
import type { Logger } from '@inbox/telemetry'
import { admittedOf } from './admitted.ts'
import { readBody, streamBody } from './body.ts'
import type { Caller } from './caller.ts'
import { type Forward, handleForward } from './forward.ts'
import { admit, failing, handleRoute, withinCall } from './handle-route.ts'
import { addressKey, limitCalls } from './rate-limits.ts'
import type { Route } from './route.ts'
import type { Authenticate } from './service-token.ts'
import { type Incoming, inTurn, type Step } from './step.ts'

interface Options {
  routes: readonly Route[]
  forwards?: readonly Forward[]
  authenticate: Authenticate
  callsPerSecond?: (caller: Caller) => number
  logger: Logger
}

/** All operations, with the steps from a call's headers to its answer. */
export type Served = ReadonlyMap<Operation, readonly Step[]>

export function serveOperations({ routes, forwards = [], authenticate, callsPerSecond, logger }: Options): Served {
  const limitOf = callsPerSecond && ((response: ServerResponse) => callsPerSecond(admittedOf(response).caller))
  const limits = limitOf ? [limitCalls(limitOf, callerKey)] : []
  const serve = (operation: Operation, as: 'json' | 'bytes', answer: Step) => {
    const body = operation.streamed ? [streamBody] : readBody(operation.largestBody, as)
    return [operation, [admit(operation, authenticate), ...limits, ...body, withinCall(answer)]] as const
  }
  return new Map([
    ...routes.map(each => serve(each.operation, 'json', handleRoute(each, logger))),
    ...forwards.map(each => serve(each.operation, 'bytes', handleForward(each)))
  ])
}

/** Identifies a caller, whatever tokens they use. */
function callerKey(request: Incoming, response: ServerResponse): string {
  const { caller } = admittedOf(response)
  if (caller.kind === 'anyone') return addressKey(request)
  return `${caller.kind} ${caller.kind === 'service' ? caller.name : caller.id}`
}

interface Detour {
  served: Served
  /** Steps that every call goes through. */
  first: readonly Step[]
  addressOf: (request: IncomingMessage) => string
  logger: Logger
}

/**
 * Takes calls that differ in nothing but their body through the same steps without Express, which needs longer to route
 * them than most need to be answered. All others go through `app`.
 */
export function withoutDetour(app: RequestListener, { served, first, addressOf, logger }: Detour): RequestListener {
  const fail = failing(logger)
  const places = Array.from(served)
    .filter(([{ path, query, streamed }]) => !path.includes(':') && query.type === 'undefined' && !streamed)
    .map(
      ([{ method, path }, steps]) => [`${method.toUpperCase()} ${path}`, inTurn([...first, ...steps], fail)] as const
    )
  const byPlace = new Map(places)
  return (request: Incoming, response) => {
    const take = byPlace.get(`${request.method} ${request.url}`)
    if (!take) return app(request, response as ServerResponse<IncomingMessage> & { req: IncomingMessage })
    request.ip = addressOf(request)
    take(request, response)
  }
}
