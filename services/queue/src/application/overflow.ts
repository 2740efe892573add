import type { Department } from '@inbox/contracts'
import { ok, reject } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { type Conversation, currentOf } from '../domain/conversation.ts'
import type { Agents } from '../store/agents.ts'
import type { Departments } from '../store/departments.ts'
import type { Waits } from '../store/waits.ts'
import type { Execute } from './execute.ts'

const MOST = 1000

interface Dependencies {
  waits: Pick<Waits, 'begunBefore'>
  departments: Departments
  agents: Pick<Agents, 'isAttended'>
  execute: Execute
}

/** Moves on conversations that have waited longer than their department's policy allows. */
export interface Overflow {
  /** Moves it if it is due, judging by its wait and the current policy. */
  move(conversationId: string): Promise<void>
  /** Conversations whose wait ends before `until`, and when. */
  dueBefore(until: Date): Promise<{ conversationId: string; dueAt: Date }[]>
  /** When a conversation's wait ends, by the policy last seen; undefined = never, by that policy. */
  dueAt(conversation: Conversation): Date | undefined
}

export function createOverflow({ waits, departments, agents, execute }: Dependencies): Overflow {
  const afterMsOf = new Map<string, number>()

  const dueIn = async ({ id: departmentId, distribution: { overflow } }: Department, until: Date) => {
    const target = overflow && (await departments.get(overflow.departmentId))
    if (!target?.active) {
      afterMsOf.delete(departmentId)
      return []
    }
    const afterMs = overflow!.afterSeconds * 1000
    afterMsOf.set(departmentId, afterMs)
    const whose = { departmentId, targetId: target.id, attended: await agents.isAttended(target.id) }
    const begun = await waits.begunBefore(whose, new Date(until.getTime() - afterMs), MOST)
    return begun.map(({ id, waitingSince }) => ({
      conversationId: id,
      dueAt: new Date(waitingSince.getTime() + afterMs)
    }))
  }

  return {
    async move(conversationId) {
      const command = async ({ conversation }: { conversation: Conversation }) => {
        const { overflow } = (await departments.get(conversation.departmentId))?.distribution ?? {}
        const target = overflow && (await departments.get(overflow.departmentId))
        if (!target?.active)
          return reject('unprocessable', 'There is no department for it to overflow to', currentOf(conversation))
        return ok({
          type: 'overflow' as const,
          afterMs: overflow!.afterSeconds * 1000,
          departmentId: target.id,
          attended: await agents.isAttended(target.id),
          placement: target.transfer.placement
        })
      }
      await execute(conversationId, command, { correlationId: newId() })
    },
    async dueBefore(until) {
      const due = []
      for (const department of await departments.all()) due.push(...(await dueIn(department, until)))
      return due
    },
    dueAt(conversation) {
      const { status, waitingSince, departmentId } = conversation
      const afterMs = status === 'queued' ? afterMsOf.get(departmentId) : undefined
      return afterMs === undefined || !waitingSince ? undefined : new Date(waitingSince.getTime() + afterMs)
    }
  }
}
