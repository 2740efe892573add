import { type ChannelWithKeys, type Department, getDirectorySnapshot } from '@inbox/contracts'
import { createClient } from '@inbox/http'
import { createLatestVersions, type Replica, startReplica } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'

/** Channels and departments as last published, in memory: ingest goes on while the directory is away. */
export interface Directory extends Replica {
  channelByKey(sha256: string): ChannelWithKeys | undefined
  channel(id: string): ChannelWithKeys | undefined
  department(id: string): Department | undefined
  takeChannel(channel: ChannelWithKeys): void
  takeDepartment(department: Department): boolean
}

interface Options {
  baseUrl: string
  secret: string
  logger: Logger
}

export function startDirectoryReplica({ baseUrl, secret, logger }: Options): Directory {
  const client = createClient({ baseUrl, service: 'channel-ingest', secret })
  const channels = createLatestVersions<ChannelWithKeys>(({ id }) => id)
  const departments = createLatestVersions<Department>(({ id }) => id)
  const channelOfKey = new Map<string, string>()

  const takeChannel = (channel: ChannelWithKeys) => {
    const before = channels.get(channel.id)
    if (!channels.take(channel)) return
    for (const key of before?.keys ?? []) channelOfKey.delete(key.sha256)
    for (const key of channel.keys) channelOfKey.set(key.sha256, channel.id)
  }
  return {
    ...startReplica({
      of: 'the directory',
      read: () => client.call(getDirectorySnapshot, {}),
      take(snapshot) {
        snapshot.channels.forEach(takeChannel)
        snapshot.departments.forEach(departments.take)
      },
      logger
    }),
    channelByKey: sha256 => channels.get(channelOfKey.get(sha256) ?? ''),
    channel: channels.get,
    department: departments.get,
    takeChannel,
    takeDepartment: departments.take
  }
}
