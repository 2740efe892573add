import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

const BYTES = 16
/** Fetching random bytes for one id at a time takes four times as long as making the id. */
const FETCHED_AT_ONCE = 256

let fetched = Buffer.alloc(0)
let used = 0
let last = { msecs: 0, seq: 0 }

/** A new UUID version 7 (RFC 9562). Sorts by creation time; within one process, even within a millisecond. */
export function newId(): string {
  const random = nextRandom()
  const msecs = Date.now()
  last = msecs > last.msecs ? { msecs, seq: random.readUInt32BE(6) >>> 1 } : { ...last, seq: last.seq + 1 }
  return v7({ ...last, random })
}

function nextRandom(): Buffer {
  if (used === fetched.length) {
    fetched = randomBytes(BYTES * FETCHED_AT_ONCE)
    used = 0
  }
  used += BYTES
  return fetched.subarray(used - BYTES, used)
}
