import type { Department } from '@inbox/contracts'
import { ok, reject } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { type Conversation, currentOf } from '../domain/conversation.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { Execute } from './execute.ts'

const MOST = 500

interface Dependencies {
  conversations: Pick<Conversations, 'unservedIn'>
  departments: Departments
  execute: Execute
}

/**
 * Moves whatever waits or is pending in a department that has ended to its successor. What is offered to or ongoing
 * with an agent follows once it waits or is set aside.
 */
export interface HandOver {
  all(): Promise<void>
  /** Whether a conversation should be moved, as of the last look at the departments. */
  isDue(conversation: Conversation): boolean
  /** False if it was not moved. */
  move(conversationId: string): Promise<boolean>
}

export function createHandOver({ conversations, departments, execute }: Dependencies): HandOver {
  const ended = new Set<string>()

  const move = async (id: string) => {
    const command = async ({ conversation }: { conversation: Conversation }) => {
      const to = await successorOf(departments, conversation.departmentId)
      return to
        ? ok({ type: 'handOver' as const, departmentId: to.id, placement: to.transfer.placement })
        : reject('unprocessable', 'Its department has no successor', currentOf(conversation))
    }
    return (await execute(id, command, { correlationId: newId() })).ok
  }

  const empty = async (departmentId: string) => {
    for (;;) {
      const ids = await conversations.unservedIn(departmentId, MOST)
      let moved = 0
      for (const id of ids) if (await move(id)) moved += 1
      if (ids.length < MOST || moved === 0) return
    }
  }

  return {
    move,
    isDue: ({ status, departmentId }) => (status === 'queued' || status === 'pending') && ended.has(departmentId),
    async all() {
      for (const { id, active } of await departments.all()) {
        if (active || !(await successorOf(departments, id))) ended.delete(id)
        else {
          ended.add(id)
          await empty(id)
        }
      }
    }
  }
}

/** The successor of a department that has ended; it may have ended since. Undefined if it is active or has none. */
async function successorOf(departments: Pick<Departments, 'get'>, id: string): Promise<Department | undefined> {
  const passed = new Set<string>()
  let department = await departments.get(id)
  while (department && !department.active && department.successorId && !passed.has(department.id)) {
    passed.add(department.id)
    department = await departments.get(department.successorId)
  }
  return department?.active && passed.size > 0 ? department : undefined
}
