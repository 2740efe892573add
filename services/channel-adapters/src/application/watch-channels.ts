import { channelHealthChanged } from '@inbox/contracts'
import type { TargetHealth } from '@inbox/delivery'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'
import type { ChannelStates } from '../store/channel-states.ts'

interface Dependencies {
  states: Pick<ChannelStates, 'change'>
  accounts: Pick<ChannelAccounts, 'get'>
  publish: Broker['publish']
  clock: Clock
  logger: Logger
}

/** Keeps how channels were last seen, and tells whoever it concerns when that changes. */
export interface WatchChannels {
  /** This process has found a channel so; it need not wait for that to be known. */
  seen(channelId: string, health: Pick<TargetHealth, 'state' | 'error'>): void
  /** Another process, or this one, has told of it. */
  told(channelId: string, state: TargetHealth['state']): void
}

export function createWatchChannels({ states, accounts, publish, clock, logger }: Dependencies): WatchChannels {
  const known = new Map<string, TargetHealth['state']>()
  const tell = async (channelId: string, { state, error }: Pick<TargetHealth, 'state' | 'error'>) => {
    const since = clock.now()
    if (!(await states.change({ _id: channelId, state, since, error }))) return
    const departmentId = accounts.get(channelId)?.departmentId
    const data = { channelId, departmentId, state, since: since.toISOString(), error }
    const about = { key: channelId, version: since.getTime(), occurredAt: since, correlationId: newId() }
    await publish(channelHealthChanged, newEnvelope(channelHealthChanged, { ...about, data }))
  }
  return {
    seen(channelId, health) {
      if (known.get(channelId) === health.state) return
      known.set(channelId, health.state)
      tell(channelId, health).catch(error => {
        known.delete(channelId)
        logger.warn({ err: error, channelId }, 'how a channel is could not be told')
      })
    },
    told: (channelId, state) => void known.set(channelId, state)
  }
}
