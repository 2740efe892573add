import { type Clock, ok } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { histogram } from '@inbox/telemetry'
import type { Conversations } from '../store/conversations.ts'
import type { Execute } from './execute.ts'
import type { GiveWork } from './give-work.ts'

const lateness = histogram('parked_lateness_seconds', 'Time from when a parked conversation was due until it came back')

interface Dependencies {
  conversations: Pick<Conversations, 'load'>
  execute: Execute
  giveWork: GiveWork
  clock: Clock
}

export type BringBack = (conversationId: string) => Promise<void>

/** Brings a parked conversation back when it is due: to its owner or, if they cannot have it now, to Queue. */
export function createBringBack({ conversations, execute, giveWork, clock }: Dependencies): BringBack {
  return async id => {
    const loaded = await conversations.load(id)
    if (loaded?.conversation.status !== 'pending') return
    const { agent: owner, comesBack } = loaded.conversation
    const command = { type: 'comeBack', agentId: owner.id } as const
    const origin = { correlationId: newId() }
    const given = await giveWork(loaded, owner.id, (agent, slot) => ok({ ...command, to: { agent, slot } }), origin)
    const cannotHaveIt = !given.ok && ['at-capacity', 'not-eligible'].includes(given.error.code)
    const done = cannotHaveIt ? await execute(id, command, origin) : given
    if (done.ok && comesBack?.at) lateness.observe(Math.max(0, clock.now().getTime() - comesBack.at.getTime()) / 1000)
  }
}
