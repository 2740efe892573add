import type { ServerResponse } from 'node:http'
import type { Operation } from '@inbox/contracts'
import type { Span } from '@inbox/telemetry'
import type { Caller } from './caller.ts'

/** An admitted call: its caller is allowed to make it. */
export interface Admitted {
  operation: Operation
  caller: Caller
  correlationId: string
  /** Lasts from admission to answer; missing before. */
  span?: Span
}

/** Stored on the response itself: a WeakMap would cost the garbage collector another look at every call. */
const call = Symbol('call')
type Answer = ServerResponse & { [call]?: Admitted }

/** The call being answered; undefined if it could not even be identified. */
export const callOf = (response: Answer): Admitted | undefined => response[call]

export function noteCall(response: Answer, admitted: Admitted): void {
  response[call] = admitted
}

export function admittedOf(response: ServerResponse): Admitted {
  const admitted = callOf(response)
  if (!admitted) throw new TypeError('no caller has been admitted for this request')
  return admitted
}
