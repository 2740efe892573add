import { type EndedSignIn, signInEnded } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { newEnvelope } from '@inbox/messaging'
import type { Entry } from '@inbox/storage'
import type { AgentDocument } from '../domain/agent.ts'
import type { SignInDocument, SignIns } from '../store/sign-ins.ts'
import { audited, type SignInContext, signInEntry } from './sign-in-audit.ts'

export type CallContext = Omit<SignInContext, 'at'>

/** Ends a sign-in together with its access tokens. Of concurrent calls only the one that ended it returns true. */
export const createEndSignIn =
  (signIns: SignIns, accessTokenSeconds: number, clock: Clock) =>
  async (
    id: string,
    agent: AgentDocument | undefined,
    action: 'signedOut' | 'signInStolen',
    context: CallContext
  ): Promise<boolean> => {
    for (;;) {
      const before = await signIns.load(id)
      if (!before || before.endedAt) return false
      const at = clock.now()
      // until then one of its access tokens may be valid
      const until = new Date(at.getTime() + accessTokenSeconds * 1000)
      const entries = [
        endedEntry(before, until, context.correlationId),
        ...(agent ? [audited(signInEntry(action, agent, { ...context, at }), before.version + 1)] : [])
      ]
      if (await signIns.commit(before, { endedAt: at, expiresAt: until }, entries)) return true
    }
  }
export type EndSignIn = ReturnType<typeof createEndSignIn>

export const endedOf = (signInId: string, agentId: string, until: Date): EndedSignIn => ({
  signInId,
  agentId,
  until: until.toISOString()
})

function endedEntry({ _id, agentId, version }: SignInDocument, until: Date, correlationId: string): Entry {
  const about = { key: _id, version: version + 1, occurredAt: new Date(), correlationId }
  const envelope = newEnvelope(signInEnded, { ...about, data: endedOf(_id, agentId, until) })
  return { id: envelope.id, type: envelope.type, envelope }
}
