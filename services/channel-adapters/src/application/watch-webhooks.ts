import type { WebhookDisabling } from '@inbox/contracts'
import type { Deliveries, TargetHealth } from '@inbox/delivery'
import type { Clock } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { WebhookEvent } from '../domain/webhook-event.ts'
import type { WebhookAccounts } from '../outbound/webhook-accounts.ts'
import type { ChannelStates } from '../store/channel-states.ts'

interface Dependencies {
  states: Pick<ChannelStates, 'change' | 'all'>
  accounts: Pick<WebhookAccounts, 'get'>
  deliveries: () => Pick<Deliveries<WebhookEvent>, 'backlog'>
  disable: (webhookId: string, url: string, why: WebhookDisabling) => Promise<unknown>
  clock: Clock
  logger: Logger
}

const FAILING_MS = 5 * 86_400_000

/** Remembers since when webhooks have been failing, across processes, and has those disabled that fail for too long. */
export function createWatchWebhooks({ states, accounts, deliveries, disable, clock, logger }: Dependencies) {
  const known = new Map<string, TargetHealth['state']>()
  return {
    /** This process found a webhook in this state; returns without waiting until that is stored. */
    seen(webhookId: string, { state, error }: Pick<TargetHealth, 'state' | 'error'>): void {
      if (known.get(webhookId) === state) return
      known.set(webhookId, state)
      states.change(webhookId, 'sending', { state, since: clock.now(), error }).catch(failure => {
        known.delete(webhookId)
        logger.warn({ err: failure, webhookId }, 'could not store the health of a webhook')
      })
    },
    /** Disables those that have accepted nothing for five days, and still do not. */
    async disableFailing(): Promise<void> {
      const until = clock.now().getTime() - FAILING_MS
      for (const [id, { sending }] of await states.all()) {
        if (sending?.state !== 'failing' || sending.since.getTime() > until) continue
        const account = accounts.get(id)
        if (!account?.active || !(await deliveries().backlog(id))) continue
        await disable(id, account.url, { reason: 'failing', error: sending.error ?? '' })
        logger.warn({ webhookId: id, since: sending.since }, 'disabled a webhook that has been failing for five days')
      }
    }
  }
}
