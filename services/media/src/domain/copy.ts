import type { CopyFailure, DataOf, Envelope, mediaElsewhere } from '@inbox/contracts'

/** A file elsewhere that is to be copied: with what led to it. */
export type CopyRequest = Envelope<DataOf<typeof mediaElsewhere>>

/** A file elsewhere that can never be had. */
export class NoCopy extends Error {
  readonly reason: CopyFailure
  constructor(reason: CopyFailure, message: string) {
    super(message)
    this.reason = reason
  }
}

/** After so many attempts in vain nobody waits for its server any more. */
export const TRIES = 3
/** While our own store has no room, a copy is worth trying for so long. */
export const OF_USE_MS = 86_400_000
