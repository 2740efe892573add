import { type Presence, presenceChanged } from '@inbox/contracts'
import { type Broker, on } from '@inbox/messaging'
import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Presences } from './presences.ts'

/** Every agent's presence as last told, in memory: what is put back when Redis was emptied. */
export interface LastKnown extends AsyncDisposable {
  take(presence: Presence): void
  of(agentIds: readonly string[]): Presence[]
  all(): Presence[]
}

/** Starts from what Redis holds (again after any gap in the events) and follows the events of all processes. */
export function followLastKnown(broker: Broker, read: Presences['read'], logger: Logger): LastKnown {
  const known = new Map<string, Presence>()
  const stop = new AbortController()
  const take = (presence: Presence) => {
    if (presence.version > (known.get(presence.agentId)?.version ?? -1)) known.set(presence.agentId, presence)
  }
  const load = () =>
    untilDone(
      async () => {
        for (const { presence } of await read()) take(presence)
      },
      { signal: stop.signal, onError: error => logger.warn({ err: error }, 'presences not read yet') }
    ).catch(() => undefined)
  const subscription = broker.subscribe({
    prefetch: 500,
    onGap: () => void load(),
    handlers: [on(presenceChanged, async ({ data }) => take(data))]
  })
  void load()
  return {
    take,
    of: agentIds => agentIds.flatMap(id => known.get(id) ?? []),
    all: () => [...known.values()],
    async [Symbol.asyncDispose]() {
      stop.abort()
      await subscription[Symbol.asyncDispose]()
    }
  }
}
