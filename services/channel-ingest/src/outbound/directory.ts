import {
  type ChannelWithKeys,
  channelChanged,
  type Department,
  departmentChanged,
  getDirectorySnapshot
} from '@inbox/contracts'
import { createClient } from '@inbox/http'
import { type Broker, on } from '@inbox/messaging'
import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Config } from '../config.ts'

/** Channels and departments as the directory last told; kept in memory, so ingest goes on while the directory is away. */
export interface Directory extends AsyncDisposable {
  channelByKey(sha256: string): ChannelWithKeys | undefined
  channel(id: string): ChannelWithKeys | undefined
  department(id: string): Department | undefined
  ready(): boolean
}

/** Starts from the directory's snapshot (again after any gap in its events) and follows its events; the newer version wins. */
export function followDirectory(broker: Broker, config: Config, logger: Logger): Directory {
  const channels = new Map<string, ChannelWithKeys>()
  const departments = new Map<string, Department>()
  const channelOfKey = new Map<string, string>()
  const stop = new AbortController()
  const client = createClient({
    baseUrl: config.DIRECTORY_URL,
    service: 'channel-ingest',
    secret: config.SERVICE_TOKEN_SECRET
  })
  let loaded = false

  const takeChannel = (channel: ChannelWithKeys) => {
    if (!isNewer(channels, channel)) return
    for (const key of channels.get(channel.id)?.keys ?? []) channelOfKey.delete(key.sha256)
    for (const key of channel.keys) channelOfKey.set(key.sha256, channel.id)
    channels.set(channel.id, channel)
  }
  const takeDepartment = (department: Department) => {
    if (isNewer(departments, department)) departments.set(department.id, department)
  }
  const load = () =>
    untilDone(
      async () => {
        const snapshot = await client.call(getDirectorySnapshot, {})
        if (!snapshot.ok) throw new Error(snapshot.error.detail)
        snapshot.value.channels.forEach(takeChannel)
        snapshot.value.departments.forEach(takeDepartment)
        loaded = true
      },
      { signal: stop.signal, onError: error => logger.warn({ err: error }, 'no snapshot of the directory yet') }
    ).catch(() => undefined)

  const subscription = broker.subscribe({
    prefetch: 100,
    onGap: load,
    handlers: [
      on(channelChanged, async ({ data }) => takeChannel(data.channel)),
      on(departmentChanged, async ({ data }) => takeDepartment(data.department))
    ]
  })
  void broker.whenReady().then(load, load)

  return {
    channelByKey: sha256 => channels.get(channelOfKey.get(sha256) ?? ''),
    channel: id => channels.get(id),
    department: id => departments.get(id),
    ready: () => loaded,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await subscription[Symbol.asyncDispose]()
    }
  }
}

const isNewer = (known: Map<string, { version: number }>, { id, version }: { id: string; version: number }) =>
  version > (known.get(id)?.version ?? -1)
