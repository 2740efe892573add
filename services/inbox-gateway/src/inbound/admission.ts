import type { IncomingMessage } from 'node:http'
import { problem } from '@inbox/http'
import { limitPer } from '../domain/limit.ts'
import type { Admit } from './socket-server.ts'

interface Options {
  /** Whether agents may connect to this gateway at all. */
  welcome: () => boolean
  addressOf: (request: IncomingMessage) => string
  /** New connections of one address, averaged over ten seconds. */
  perSecond: number
}

const WINDOW_MS = 10_000

/** Lets new connections in, as many as one address may open. */
export function admission({ welcome, addressOf, perSecond }: Options): Admit {
  const within = limitPer(WINDOW_MS, (perSecond * WINDOW_MS) / 1000)
  return request => {
    if (!welcome()) return problem(503, 'unavailable', 'Another gateway, please')
    if (!within(addressOf(request), performance.now()))
      return problem(429, 'too-many-requests', 'Too many connections from this address')
    return undefined
  }
}
