import type { Colleague, getMonitor } from '@inbox/contracts'
import { type Collection, storageCall } from '@inbox/storage'
import type { z } from 'zod'
import { agentOfSlot, type Conversation } from '../domain/conversation.ts'
import type { Agents } from './agents.ts'
import type { ConversationDocument } from './conversation-document.ts'
import type { Departments } from './departments.ts'
import type { Tabs } from './tabs.ts'
import type { Waits } from './waits.ts'

type Figures = z.input<(typeof getMonitor)['answer']>

export interface Monitor {
  read(): Promise<Figures>
  /** The agents' part of the monitor. */
  people(): Promise<Colleague[]>
}

/** Live figures; each is a count or the first entry of an index range. */
export function openMonitor(
  collection: Collection<ConversationDocument>,
  departments: Departments,
  agents: Agents,
  tabs: Pick<Tabs, 'headOf'>,
  waits: Pick<Waits, 'longestSince'>
): Monitor {
  const count = (departmentId: string, status: Conversation['status']) =>
    storageCall(() => collection.countDocuments({ status, departmentId }))

  const ofDepartment = async ({ id, name }: { id: string; name: string }) => {
    const [head, longestSince, waiting, offered, ongoing, pending, inactive] = await Promise.all([
      tabs.headOf(id),
      waits.longestSince(id),
      ...(['queued', 'offered', 'ongoing', 'pending', 'inactive'] as const).map(status => count(id, status))
    ])
    return {
      departmentId: id,
      name,
      waiting: waiting!,
      ...(head && { headEnqueuedAt: head.enqueuedAt.toISOString() }),
      ...(longestSince && { longestWaitingSince: longestSince.toISOString() }),
      offered: offered!,
      ongoing: ongoing!,
      pending: pending!,
      inactive: inactive!
    }
  }
  const loads = async () => {
    const holders = await storageCall(() =>
      collection.find({ status: { $in: ['offered', 'ongoing'] } }, { projection: { slots: 1 } }).toArray()
    )
    const slots = holders.flatMap(({ slots }) => slots ?? [])
    return Map.groupBy(slots, agentOfSlot)
  }
  const people = async () => {
    const [everybody, slotsByAgent] = await Promise.all([agents.all(), loads()])
    return everybody
      .filter(({ active }) => active)
      .map(({ id, name, departmentIds, status, link, limit }) => ({
        id,
        name,
        departmentIds,
        status,
        link,
        load: slotsByAgent.get(id)?.length ?? 0,
        limit
      }))
  }
  return {
    people,
    async read() {
      const [figures, everybody] = await Promise.all([
        departments.all().then(all => Promise.all(all.map(ofDepartment))),
        people()
      ])
      return { departments: figures, agents: everybody }
    }
  }
}
