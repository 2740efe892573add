import { narrowed, type Offset, offsetBy } from './clock-offset.ts'

/** A wall clock and a monotonic one that are apart by so much more than before: the machine slept, or somebody set its clock. */
const JUMP_MS = 1000

let offset: Offset | undefined
let sleptMs = 0
let apartMs = Date.now() - performance.now()

/** Ms of a clock that nobody can set; browsers let `performance.now` stand still while the machine sleeps. */
export function localNow(): number {
  const jumpMs = Date.now() - performance.now() - apartMs
  if (Math.abs(jumpMs) > JUMP_MS) {
    apartMs += jumpMs
    // if it was no sleep, the next answer of the server says so
    if (jumpMs > 0) sleptMs += jumpMs
  }
  return performance.now() + sleptMs
}

/** The server's time in ms, whatever this computer's clock says; that clock only until the server has said anything. */
export function serverNow(): number {
  const local = localNow()
  return offset ? local + (offset.least + offset.most) / 2 : Date.now()
}

/** Takes the time from the `Date` of an answer that came from no cache. */
export function tellServerTime(header: string | null, sentAt: number, receivedAt: number): void {
  const date = Date.parse(header ?? '')
  if (Number.isFinite(date)) offset = narrowed(offset, offsetBy({ date, sentAt, receivedAt }))
}
