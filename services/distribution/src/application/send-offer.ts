import { type DecisionRecord, offer, offerDecided } from '@inbox/contracts'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'
import type { Matched } from '../domain/matcher.ts'

/** Sends offers to queue concurrently; resolves with whether the broker has taken this one. */
export type SendOffer = (offer: Matched['offers'][number], origin: Origin) => Promise<boolean>

export const createSendOffer =
  (broker: Pick<Broker, 'publish'>, record: (decision: DecisionRecord) => void, logger: Logger): SendOffer =>
  async ({ decision, conversationVersion }, origin) => {
    const about = { key: decision.conversationId, occurredAt: decision.decidedAt, ...origin }
    try {
      await broker.publish(
        offer,
        newEnvelope(offer, { ...about, version: conversationVersion, data: commandOf(decision) })
      )
    } catch (error) {
      logger.warn({ err: error, conversationId: decision.conversationId }, 'could not send an offer')
      return false
    }
    record(decision)
    const decided = newEnvelope(offerDecided, { ...about, version: decision.offerNumber, data: decision })
    broker.publish(offerDecided, decided).catch(error => logger.info({ err: error }, 'could not publish a decision'))
    return true
  }

const commandOf = (decision: DecisionRecord) => ({
  conversationId: decision.conversationId,
  agentId: decision.chosenAgentId,
  offerId: decision.id,
  policyVersion: decision.policyVersion,
  decision,
  ...(decision.newRound && { newRound: true })
})
