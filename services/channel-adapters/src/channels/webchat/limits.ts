import { createLimit } from '@inbox/http'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Visitor } from './visitor.ts'

/** What one visitor may do in a minute; all visitors at one address together may do MORE times as much. */
export interface Most {
  messagesPerMinute: number
  uploadsPerMinute: number
}

type Sender = Pick<Visitor, 'channelId' | 'id'>

/** Counted per process: no quota, but protection against scripts that flood a queue. Each method says why not. */
export interface VisitorLimits {
  mayWrite(visitor: Sender, address: string): Result<unknown, Rejection>
  mayUpload(visitor: Sender, address: string): Result<unknown, Rejection>
}

/** All of a company's people may share one address. */
const MORE = 10
const MINUTE_MS = 60_000

export function createVisitorLimits(most: Most, monotonic: () => number = () => performance.now()): VisitorLimits {
  const limitOf = (perMinute: number, what: string) => {
    const ofVisitor = createLimit(MINUTE_MS, perMinute)
    const ofAddress = createLimit(MINUTE_MS, perMinute * MORE)
    const tooMany = (who: string) => reject('too-many-requests', `Too many ${what} ${who} within a minute`)
    return ({ channelId, id }: Sender, address: string) => {
      const now = monotonic()
      if (!ofVisitor(`${channelId} ${id}`, now)) return tooMany('from this visitor')
      return ofAddress(address, now) ? ok({}) : tooMany('from this address')
    }
  }
  return {
    mayWrite: limitOf(most.messagesPerMinute, 'messages'),
    mayUpload: limitOf(most.uploadsPerMinute, 'files')
  }
}
