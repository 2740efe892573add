import type { DataOf, Envelope, MessageType } from '@inbox/contracts'
import type { Rejection, Result } from '@inbox/kernel'

export interface HandlingContext {
  /** Whether the message may have been handled before. */
  redelivered: boolean
  /** 1 at first, one more after each retryable failure. */
  attempt: number
  /** Whether the message is parked if this attempt, too, ends with a retryable failure. */
  last: boolean
  /** Aborts when the channel ends or the consumer stops; the same for all deliveries of one channel. */
  gone: AbortSignal
}

/**
 * Acts on one message. What it returns or throws decides the message's fate (see failure-table.ts). It must be
 * idempotent, because a message may be delivered more than once.
 */
export type Handle<Data> = (envelope: Envelope<Data>, context: HandlingContext) => Handled

export type Handled = Promise<Result<unknown, Rejection> | undefined> | Promise<void>

/** What to do with the messages of one type. */
export interface Handler {
  type: MessageType
  /** Only messages of this part, if the type has parts; `''` means messages that name no part. */
  part?: string | undefined
  handle: Handle<unknown>
}

/** Handles messages of `type`, or one `part` of them; `handle` gets validated data without unknown fields. */
export const on = <Type extends MessageType>(type: Type, handle: Handle<DataOf<Type>>, part?: string): Handler => ({
  type,
  handle: handle as Handle<unknown>,
  part
})
