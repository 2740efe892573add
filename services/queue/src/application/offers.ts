import { type DataOf, type offer as offerCommand, offerRefused } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import type { AgentState } from '../domain/agent.ts'
import { bySystem, type Conversation, offerTo } from '../domain/conversation.ts'
import type { Departments } from '../store/departments.ts'
import type { GiveWork } from './give-work.ts'

type Command = DataOf<typeof offerCommand>

export interface Offers {
  offer(command: Command, origin: Origin): Promise<Result<unknown, Rejection>>
}

/** Carries out distribution's offers (T3), or says why it did not. */
export function createOffers(
  giveWork: GiveWork,
  departments: Departments,
  broker: Pick<Broker, 'publish'>,
  clock: Clock
): Offers {
  return {
    async offer(command, origin) {
      const { conversationId, agentId, offerId, policyVersion, decision, newRound } = command
      const make = async (agent: AgentState, slot: string, { departmentId }: Conversation) => {
        const department = await departments.get(departmentId)
        const { version = -1, distribution } = department ?? {}
        return ok({
          type: 'makeOffer' as const,
          agent,
          slot,
          offer: offerTo(agent, { id: offerId, kind: 'automatic' }, department, clock.now()),
          actor: bySystem,
          policy: { decidedOn: policyVersion, now: version, mode: distribution?.mode ?? 'manual' },
          decision,
          ...(newRound && { newRound: true })
        })
      }
      const given = await giveWork(conversationId, agentId, make, origin)
      if (!given.ok) await refused(command, given.error, origin)
      return given
    }
  }

  function refused(command: Command, rejection: Rejection, origin: Origin): Promise<void> {
    const { conversationId, agentId, offerId } = command
    const current = rejection.current as DataOf<typeof offerRefused>['current']
    const data = { conversationId, agentId, offerId, code: rejection.code, ...(current && { current }) }
    const about = { key: conversationId, version: current?.version ?? 0, occurredAt: clock.now(), ...origin }
    return broker.publish(offerRefused, newEnvelope(offerRefused, { ...about, data }))
  }
}
