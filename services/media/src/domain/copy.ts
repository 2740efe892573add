import type { CopyFailure, DataOf, Envelope, mediaElsewhere } from '@inbox/contracts'

/** A request to copy a file from elsewhere, with its cause. */
export type CopyRequest = Envelope<DataOf<typeof mediaElsewhere>>

/** A file elsewhere that can never be fetched. */
export class NoCopy extends Error {
  readonly reason: CopyFailure
  constructor(reason: CopyFailure, message: string) {
    super(message)
    this.reason = reason
  }
}

/** After this many failed attempts, its server is given up. */
export const TRIES = 3
/** How long a copy is retried while our own store has no room. */
export const OF_USE_MS = 86_400_000
