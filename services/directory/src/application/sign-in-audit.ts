import { type AuditEntry, directoryAudited } from '@inbox/contracts'
import { newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import type { Entry } from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import { type AgentDocument, actorOf } from '../domain/agent.ts'
import type { Audit } from '../store/audit.ts'

type Action = Extract<AuditEntry['action'], 'signedIn' | 'signInFailed' | 'signedOut' | 'signInStolen'>
export interface SignInContext {
  correlationId: string
  address?: string | undefined
  at: Date
}

/** The audit entry about a sign-in of this agent. */
export function signInEntry(
  action: Action,
  agent: AgentDocument,
  { correlationId, address, at }: SignInContext
): AuditEntry {
  const { _id: id, version, fields } = agent
  const anyone = { kind: 'anyone' as const, id: address ?? 'unknown', name: address ?? 'unknown' }
  const byThem = action === 'signedIn' || action === 'signedOut'
  return {
    id: newId(),
    at: at.toISOString(),
    actor: byThem ? actorOf(agent) : anyone,
    action,
    subject: { kind: 'signIn', id, name: fields.name },
    version,
    changes: [],
    correlationId,
    ...(address !== undefined && { address })
  }
}

/** The audit entry as an event for the outbox of the sign-in. */
export function audited(entry: AuditEntry, version: number): Entry {
  const about = { key: entry.subject.id, version, occurredAt: new Date(), correlationId: entry.correlationId }
  const envelope = newEnvelope(directoryAudited, { ...about, data: { entry } })
  return { id: envelope.id, type: envelope.type, envelope }
}

interface Refused extends SignInContext {
  email: string
  agent: AgentDocument | null
  knownDevice: boolean
  why: 'wrong' | 'rate-limited'
}

/** Reports a refused sign-in: always in the log, and in the audit if it was a real try at an existing account. */
export const createReportRefusal =
  (audit: Pick<Audit, 'record'>, logger: Logger) =>
  async ({ email, agent, why, knownDevice, ...context }: Refused): Promise<void> => {
    const { address, correlationId } = context
    logger.warn(
      { account: accountOf(email), agentId: agent?._id, address, knownDevice, why, correlationId },
      'a sign-in was refused'
    )
    // what the rate limit refuses was never tried; whoever floods us must not flood the audit
    if (agent && why === 'wrong') await audit.record([signInEntry('signInFailed', agent, context)])
  }

/** Hides what is not an e-mail address: somebody may have typed their password there. */
const accountOf = (email: string) => (/^[^@]+@[^@]+$/.test(email) ? email : 'no e-mail address')
export type ReportRefusal = ReturnType<typeof createReportRefusal>
