import { narrowed, type Offset, offsetBy } from './clock-offset.ts'

/** If the wall clock gains this much on the monotonic one, the machine slept or somebody set its clock. */
const JUMP_MS = 1000

let offset: Offset | undefined
let sleptMs = 0
let apartMs = Date.now() - performance.now()

/**
 * Ms of a clock that nobody can set. It corrects `performance.now`, which stops in browsers while the machine sleeps.
 */
export function localNow(): number {
  const jumpMs = Date.now() - performance.now() - apartMs
  if (Math.abs(jumpMs) > JUMP_MS) {
    apartMs += jumpMs
    // if it was not sleep, the next response of the server corrects it
    if (jumpMs > 0) sleptMs += jumpMs
  }
  return performance.now() + sleptMs
}

/**
 * The server's time in ms, whatever this computer's clock says; uses that clock only until the server has responded.
 */
export function serverNow(): number {
  const local = localNow()
  return offset ? local + (offset.least + offset.most) / 2 : Date.now()
}

/** Takes the time from the `Date` header of a response that did not come from a cache. */
export function tellServerTime(header: string | null, sentAt: number, receivedAt: number): void {
  const date = Date.parse(header ?? '')
  if (Number.isFinite(date)) offset = narrowed(offset, offsetBy({ date, sentAt, receivedAt }))
}
