import { recordServiceAccountUses } from '@inbox/contracts'
import { unwrap } from '@inbox/kernel'
import { createLater } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Owners } from './owners.ts'

/** Tells the directory when service accounts were last used, at most once a minute for each. */
export interface ServiceAccountUses extends AsyncDisposable {
  used(id: string): void
}

const EVERY_MS = 1000
const TOLD_AGAIN_AFTER_MS = 60_000
const MAX_TOLD_AT_ONCE = 1000

/** While the directory is away the ages just grow. Disposing reports the rest. */
export function startServiceAccountUses(directory: Owners['directory'], logger: Logger): ServiceAccountUses {
  const untold = new Map<string, number>()
  const toldAt = new Map<string, number>()

  const isDue = (id: string, now: number) => now - (toldAt.get(id) ?? Number.NEGATIVE_INFINITY) >= TOLD_AGAIN_AFTER_MS
  const tell = async (all: boolean) => {
    const now = performance.now()
    const due = [...untold].filter(([id]) => all || isDue(id, now)).slice(0, MAX_TOLD_AT_ONCE)
    if (due.length === 0) return
    const uses = due.map(([id, at]) => ({ id, ageMs: Math.round(now - at) }))
    unwrap(await directory.call(recordServiceAccountUses, { body: { uses } }))
    for (const [id, at] of due) {
      toldAt.set(id, now)
      if (untold.get(id) === at) untold.delete(id)
    }
  }
  const onError = (error: unknown) =>
    logger.warn({ err: error }, 'could not report uses of service accounts; will retry')
  const telling = createLater(
    EVERY_MS,
    () => untold.size > 0,
    () => tell(false),
    onError
  )
  return {
    used(id) {
      untold.set(id, performance.now())
      telling.wake()
    },
    async [Symbol.asyncDispose]() {
      await telling[Symbol.asyncDispose]()
      await tell(true).catch(onError)
    }
  }
}
