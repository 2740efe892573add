import type { ChannelHealth } from '@inbox/contracts'
import { type Collection, storageCall } from '@inbox/storage'

/** How a channel was last seen, by any process. */
export interface ChannelStateDocument {
  _id: string
  state: ChannelHealth['state']
  since: Date
  error?: string | undefined
}

export interface ChannelStates {
  get(channelId: string): Promise<ChannelStateDocument | null>
  all(): Promise<ChannelStateDocument[]>
  /** Remembers a state; false if it was in that state already. */
  change(next: ChannelStateDocument): Promise<boolean>
}

export function openChannelStates(collection: Collection<ChannelStateDocument>): ChannelStates {
  return {
    get: id => storageCall(() => collection.findOne({ _id: id })) as Promise<ChannelStateDocument | null>,
    all: () => storageCall(() => collection.find({}).toArray()) as Promise<ChannelStateDocument[]>,
    async change({ _id, state, since, error }) {
      const before = await storageCall(() => collection.findOne({ _id }))
      // nobody has told of a channel that was never anything but connected
      if ((before?.state ?? 'connected') === state) return false
      const set =
        error === undefined ? { $set: { state, since }, $unset: { error: '' } } : { $set: { state, since, error } }
      await storageCall(() => collection.updateOne({ _id }, set as never, { upsert: true }))
      return true
    }
  }
}
