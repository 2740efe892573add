import type { ServerResponse } from 'node:http'
import type { Operation } from '@inbox/contracts'
import type { Span } from '@inbox/telemetry'
import type { Caller } from './caller.ts'

/** A call whose caller may make it. */
export interface Admitted {
  operation: Operation
  caller: Caller
  correlationId: string
  /** From its admission to its answer; missing before. */
  span?: Span
}

/** On the answer itself: a WeakMap would have the collector look at every call once more. */
const call = Symbol('call')
type Answer = ServerResponse & { [call]?: Admitted }

/** The call that is answered; undefined where it was not even known which one it is. */
export const callOf = (response: Answer): Admitted | undefined => response[call]

export function noteCall(response: Answer, admitted: Admitted): void {
  response[call] = admitted
}

export function admittedOf(response: ServerResponse): Admitted {
  const admitted = callOf(response)
  if (!admitted) throw new TypeError('this call was not admitted')
  return admitted
}
