import { gauge } from '@inbox/telemetry'
import type { Channel } from 'amqplib'
import { atMost, type KeptOpen } from './keep-open.ts'
import { declareParking } from './topology.ts'

const ANSWER_MS = 1000
/** Channels by which to ask the broker; a process has one. */
const askable = new Set<KeptOpen<Channel>>()

gauge('broker_parked_messages', 'Messages currently parked, as last reported by the broker', [], async metric => {
  const channel = [...askable].at(-1)?.current?.value
  // declared rather than checked: checking a missing queue would close the channel
  const told = channel && (await atMost(ANSWER_MS, declareParking(channel)).catch(() => undefined))
  if (told) metric.set(told.messageCount)
})

/** Asks for the number of parked messages through `channel` whenever metrics are read, until disposed. */
export function measureParked(channel: KeptOpen<Channel>): Disposable {
  askable.add(channel)
  return { [Symbol.dispose]: () => void askable.delete(channel) }
}
