import type { Department } from '@inbox/contracts'
import { type Clock, ok, reject } from '@inbox/kernel'
import { dueTimers, forever, newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { currentOf } from '../domain/conversation.ts'
import type { Decision } from '../domain/decision.ts'
import type { Agents } from '../store/agents.ts'
import type { Departments } from '../store/departments.ts'
import type { Waits } from '../store/waits.ts'
import type { Execute } from './execute.ts'

const SCAN_MS = 5000
const HORIZON_MS = 12_000
const MOST = 1000

interface Dependencies {
  waits: Waits
  departments: Departments
  agents: Pick<Agents, 'isAttended'>
  execute: Execute
  clock: Clock
  logger: Logger
}

export interface OverflowWatch extends AsyncDisposable {
  /** Notes a wait that has just begun or goes on, so that its end is met exactly. */
  note(decision: Decision): void
  /** A policy has changed: looks anew at who waits. */
  look(): void
}

/**
 * Moves conversations on that have waited for longer than their department's policy lets them. The truth is `waitingSince`
 * in storage and the policy at that moment; this memory only makes it punctual, and a scan of the near future brings in
 * what other processes queued or a restart forgot.
 */
export function overflowWatch(dependencies: Dependencies): OverflowWatch {
  const { waits, departments, agents, execute, clock, logger } = dependencies
  const afterMsOf = new Map<string, number>()

  const move = (conversationId: string) =>
    execute(
      conversationId,
      async conversation => {
        const { overflow } = (await departments.get(conversation.departmentId))?.distribution ?? {}
        const target = overflow && (await departments.get(overflow.departmentId))
        if (!target?.active)
          return reject('unprocessable', 'It has no department to move on to', currentOf(conversation))
        return ok({
          type: 'overflow' as const,
          afterMs: overflow!.afterSeconds * 1000,
          departmentId: target.id,
          attended: await agents.isAttended(target.id),
          placement: target.transfer.placement
        })
      },
      { correlationId: newId() }
    )
  const timers = dueTimers(clock, keys => {
    for (const key of keys) move(key).catch(error => logger.warn({ err: error, key }, 'the scan will move this on'))
  })

  const scanOne = async ({ id: departmentId, distribution: { overflow } }: Department) => {
    const target = overflow && (await departments.get(overflow.departmentId))
    if (!target?.active) return void afterMsOf.delete(departmentId)
    const afterMs = overflow!.afterSeconds * 1000
    afterMsOf.set(departmentId, afterMs)
    const until = new Date(clock.now().getTime() + HORIZON_MS - afterMs)
    const whose = { departmentId, targetId: target.id, attended: await agents.isAttended(target.id) }
    for (const { id, waitingSince } of await waits.begunBefore(whose, until, MOST))
      timers.set(id, new Date(waitingSince.getTime() + afterMs))
  }
  const scan = async () => {
    for (const department of await departments.all()) await scanOne(department)
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'scan of waits failed')
  const look = () => void scan().catch(onError)
  waits.adopt(clock.now()).then(look, onError)
  const scanning = forever(SCAN_MS, scan, onError)

  return {
    note({ next }) {
      const afterMs = next.status === 'queued' ? afterMsOf.get(next.departmentId) : undefined
      if (afterMs === undefined || next.status !== 'queued' || !next.waitingSince) return
      timers.set(next.id, new Date(next.waitingSince.getTime() + afterMs))
    },
    look,
    async [Symbol.asyncDispose]() {
      timers[Symbol.dispose]()
      await scanning[Symbol.asyncDispose]()
    }
  }
}
