import type { Department } from '@inbox/contracts'
import { ok, reject } from '@inbox/kernel'
import { forever, newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { currentOf } from '../domain/conversation.ts'
import type { Decision } from '../domain/decision.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { Execute } from './execute.ts'

const SCAN_MS = 5000
const MOST = 500

interface Dependencies {
  conversations: Pick<Conversations, 'unservedIn'>
  departments: Departments
  execute: Execute
  logger: Logger
}

export interface HandOverWatch extends AsyncDisposable {
  /** Notes what comes to wait, or is set aside, in a department that has ended. */
  note(decision: Decision): void
  /** A department has changed. */
  look(): void
}

/**
 * Moves whatever waits or is pending in a department that has ended to the one that succeeds it. What stays with an agent,
 * on offer or ongoing, follows when it comes to wait or is set aside.
 */
export function handOverWatch({ conversations, departments, execute, logger }: Dependencies): HandOverWatch {
  const ended = new Set<string>()

  const move = (id: string) =>
    execute(
      id,
      async conversation => {
        const to = await successorOf(departments, conversation.departmentId)
        return to
          ? ok({ type: 'handOver' as const, departmentId: to.id, placement: to.transfer.placement })
          : reject('unprocessable', 'Its department has no successor', currentOf(conversation))
      },
      { correlationId: newId() }
    )

  const empty = async (departmentId: string) => {
    for (;;) {
      const ids = await conversations.unservedIn(departmentId, MOST)
      let moved = 0
      for (const id of ids) if ((await move(id)).ok) moved += 1
      if (ids.length < MOST || moved === 0) return
    }
  }
  const scan = async () => {
    for (const { id, active } of await departments.all()) {
      if (active || !(await successorOf(departments, id))) ended.delete(id)
      else {
        ended.add(id)
        await empty(id)
      }
    }
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'not handed over yet')
  const look = () => void scan().catch(onError)
  look()
  const scanning = forever(SCAN_MS, scan, onError)

  return {
    note({ next: { id, status, departmentId } }) {
      if ((status === 'queued' || status === 'pending') && ended.has(departmentId)) move(id).catch(onError)
    },
    look,
    [Symbol.asyncDispose]: () => scanning[Symbol.asyncDispose]()
  }
}

/** Who succeeds a department that has ended; its successor may have ended since. Undefined if it is active, or nobody does. */
async function successorOf(departments: Pick<Departments, 'get'>, id: string): Promise<Department | undefined> {
  const passed = new Set<string>()
  let department = await departments.get(id)
  while (department && !department.active && department.successorId && !passed.has(department.id)) {
    passed.add(department.id)
    department = await departments.get(department.successorId)
  }
  return department?.active && passed.size > 0 ? department : undefined
}
