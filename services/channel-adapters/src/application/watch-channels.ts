import { channelHealthChanged } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'
import type { ChannelStates, Side, SideState } from '../store/channel-states.ts'

interface Dependencies {
  states: Pick<ChannelStates, 'change'>
  accounts: Pick<ChannelAccounts, 'get'>
  publish: Broker['publish']
  clock: Clock
  logger: Logger
}

type Health = Pick<SideState, 'state' | 'error'>

/** Stores the last known state of each side of a channel, and reports when it changes. */
export interface WatchChannels {
  /** This process found a side of a channel in this state; returns without waiting until that is stored. */
  seen(channelId: string, side: Side, health: Health): void
  /** An event, from this process or another, reported this state. */
  told(channelId: string, side: Side, state: SideState['state']): void
}

export function createWatchChannels({ states, accounts, publish, clock, logger }: Dependencies): WatchChannels {
  const known = new Map<string, SideState['state']>()
  const keyOf = (channelId: string, side: Side) => `${channelId} ${side}`
  const tell = async (channelId: string, side: Side, { state, error }: Health) => {
    const since = clock.now()
    if (!(await states.change(channelId, side, { state, since, error }))) return
    const departmentId = accounts.get(channelId)?.departmentId
    const of = side === 'receiving' && { side }
    const data = { channelId, departmentId, ...of, state, since: since.toISOString(), error }
    const about = { key: channelId, version: since.getTime(), occurredAt: since, correlationId: newId() }
    await publish(channelHealthChanged, newEnvelope(channelHealthChanged, { ...about, data }))
  }
  return {
    seen(channelId, side, health) {
      const key = keyOf(channelId, side)
      if (known.get(key) === health.state) return
      known.set(key, health.state)
      tell(channelId, side, health).catch(error => {
        known.delete(key)
        logger.warn({ err: error, channelId, side }, 'could not publish the health of a channel')
      })
    },
    told: (channelId, side, state) => void known.set(keyOf(channelId, side), state)
  }
}
