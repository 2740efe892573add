import type { announcePosition, DataOf } from '@inbox/contracts'
import { ok, type Rejection, type Result } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { unchanged } from '../domain/decision.ts'
import type { Departments } from '../store/departments.ts'
import type { Execute } from './execute.ts'

export type AnnouncePosition = (
  command: DataOf<typeof announcePosition>,
  origin: Origin
) => Promise<Result<unknown, Rejection>>

/** Tells contacts their place in the queue, as counted by distribution, in the department's words. */
export function createAnnouncePositions(execute: Execute, departments: Pick<Departments, 'get'>): AnnouncePosition {
  return async ({ conversationId, departmentId, position, estimateSeconds }, origin) => {
    const { positionNotice } = (await departments.get(departmentId)) ?? {}
    if (!positionNotice) return ok(unchanged)
    const { template, everySeconds } = positionNotice
    return execute(
      conversationId,
      {
        type: 'tellPosition',
        position,
        estimateSeconds,
        departmentId,
        messageId: newId(),
        text: template.replaceAll('{position}', String(position)),
        everySeconds
      },
      origin
    )
  }
}
