import { type DataOf, type offer as offerCommand, offerRefused } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import { bySystem, type Offer } from '../domain/conversation.ts'
import type { Departments } from '../store/departments.ts'
import type { GiveWork } from './give-work.ts'

type Command = DataOf<typeof offerCommand>

export interface Offers {
  offer(command: Command, origin: Origin): Promise<Result<unknown, Rejection>>
}

/** Carries out distribution's offers (T3), or says why not. */
export function openOffers(
  giveWork: GiveWork,
  departments: Departments,
  broker: Pick<Broker, 'publish'>,
  clock: Clock
): Offers {
  return {
    async offer(command, origin) {
      const given = await giveWork(
        command.conversationId,
        command.agentId,
        async (agent, slot, { departmentId }) => {
          const department = await departments.get(departmentId)
          const { mode = 'manual', offerTimeoutSeconds = 0 } = department?.distribution ?? {}
          const deadline =
            offerTimeoutSeconds > 0 ? { expiresAt: new Date(clock.now().getTime() + offerTimeoutSeconds * 1000) } : {}
          const offer: Offer = {
            id: command.offerId,
            agentId: agent.id,
            agentName: agent.name,
            kind: 'automatic',
            ...deadline
          }
          return ok({
            type: 'makeOffer' as const,
            agent,
            slot,
            offer,
            actor: bySystem,
            policy: { decidedOn: command.policyVersion, now: department?.version ?? -1, mode },
            decision: command.decision,
            ...(command.newRound && { newRound: true })
          })
        },
        origin
      )
      if (!given.ok) await refused(command, given.error, origin)
      return given
    }
  }

  function refused(command: Command, rejection: Rejection, origin: Origin): Promise<void> {
    const { conversationId, agentId, offerId } = command
    const current = rejection.current as DataOf<typeof offerRefused>['current']
    const data = { conversationId, agentId, offerId, code: rejection.code, ...(current && { current }) }
    return broker.publish(
      offerRefused,
      newEnvelope(offerRefused, {
        key: conversationId,
        version: current?.version ?? 0,
        occurredAt: clock.now(),
        data,
        ...origin
      })
    )
  }
}
