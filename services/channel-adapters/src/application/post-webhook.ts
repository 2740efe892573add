import type { Message, WebhookDisabling, WebhookPayload } from '@inbox/contracts'
import type { Delivery, Outcome } from '@inbox/delivery'
import type { MediaAddresses, OutboundClient } from '@inbox/http'
import type { Clock } from '@inbox/kernel'
import { validSecrets, type WebhookEvent } from '../domain/webhook-event.ts'
import { outcomeOf } from '../outbound/post-outcome.ts'
import { signedHeaders } from '../outbound/signed-headers.ts'
import type { WebhookAccounts } from '../outbound/webhook-accounts.ts'

interface Dependencies {
  accounts: Pick<WebhookAccounts, 'get'>
  client: Pick<OutboundClient, 'post'>
  addresses: Pick<MediaAddresses, 'inMessage'>
  /** Tells the directory that a webhook's address no longer accepts anything; throws while the directory is away. */
  disable: (webhookId: string, url: string, why: WebhookDisabling) => Promise<{ active: boolean }>
  clock: Clock
}

const MAX_EXCERPT_LENGTH = 1000
/** Inactive webhooks are not called: what waited for them is over. */
const NOT_ACTIVE: Outcome = { kind: 'refused', error: 'the webhook was not active' }

/** Makes one attempt to post an event to a webhook. */
export function createPostWebhook({ accounts, client, addresses, disable, clock }: Dependencies) {
  return async ({ _id, target, payload }: Delivery<WebhookEvent>, signal: AbortSignal): Promise<Outcome> => {
    const account = accounts.get(target)
    if (!account) return { kind: 'later', error: 'the webhook is not known from the directory yet', afterMs: 1000 }
    if (!account.active) return NOT_ACTIVE
    const now = clock.now()
    const body = JSON.stringify(withAddresses(payload.payload, addresses, now))
    const headers = signedHeaders(_id, body, validSecrets(account.secrets, now), now)
    const answered = await client.post({ url: account.url, headers, body, signal })
    const answer = { status: answered.status, text: answered.text.slice(0, MAX_EXCERPT_LENGTH), at: clock.now() }
    const outcome = outcomeOf(answered, answer.at, 'the webhook')
    if (outcome.kind === 'sent') return { kind: 'sent', answer }
    if (outcome.kind === 'disconnected') {
      const { active } = await disable(target, account.url, { reason: 'gone', error: outcome.error })
      // if the webhook has another address by now, that one should get it
      return { kind: active ? 'retry' : 'refused', error: outcome.error, answer }
    }
    // even if the receiver rejects the event: usually the receiver is at fault and gets fixed
    return { ...outcome, kind: 'retry', answer } as Outcome
  }
}

/** Whoever gets a message may read its file for an hour. */
function withAddresses(payload: WebhookPayload, addresses: Dependencies['addresses'], now: Date): WebhookPayload {
  const data = payload.data as { message?: Message }
  if (!data.message) return payload
  return { ...payload, data: { ...data, message: addresses.inMessage(data.message, now) } as WebhookPayload['data'] }
}
