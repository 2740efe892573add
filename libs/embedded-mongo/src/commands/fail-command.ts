import { type Doc, isDocument } from '../values/bson.ts'
import { toNumber } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'

/** Codes of a server that is no longer primary, and others that mean: retry this write elsewhere. */
const RETRYABLE = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436])

/** MongoDB's fail point `failCommand`: makes commands fail, to test that clients cope. */
export class FailCommand {
  #times = 0
  #commands: readonly unknown[] = []
  #code = 0

  /** `{configureFailPoint: 'failCommand', mode: 'off' | 'alwaysOn' | {times}, data: {failCommands, errorCode}}` */
  configure({ configureFailPoint, mode, data }: Doc): void {
    if (configureFailPoint !== 'failCommand') refuse(`fail point '${String(configureFailPoint)}'`)
    const { failCommands, errorCode, ...others } = isDocument(data) ? data : ({} as Doc)
    const [other] = Object.keys(others)
    if (other) refuse(`'${other}' of failCommand`)
    if (mode !== 'off' && (!Array.isArray(failCommands) || errorCode === undefined))
      fail(2, 'failCommand needs failCommands and errorCode')
    this.#times = timesOf(mode)
    this.#commands = (failCommands ?? []) as unknown[]
    this.#code = toNumber(errorCode ?? 0)
  }

  /** Throws if this command should fail, before it does anything. */
  check(name: string, request: Doc): void {
    if (this.#times === 0 || !this.#commands.includes(name)) return
    this.#times -= 1
    const repeatable = request.txnNumber !== undefined && RETRYABLE.has(this.#code)
    fail(this.#code, `Failing command via 'failCommand' failpoint`, {
      ...(repeatable && { errorLabels: ['RetryableWriteError'] })
    } as Doc)
  }
}

function timesOf(mode: unknown): number {
  if (mode === 'off') return 0
  if (mode === 'alwaysOn') return Infinity
  const times = isDocument(mode) ? toNumber(mode.times) : Number.NaN
  return times > 0 ? times : fail(2, "mode of a fail point is 'off', 'alwaysOn' or {times}")
}
