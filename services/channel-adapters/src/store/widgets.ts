import { type Collection, storageCall } from '@inbox/storage'

/** Where a channel's chat was last shown. */
export interface Sighting {
  origin: string
  at: Date
}
export interface WidgetDocument extends Sighting {
  _id: string
}

export interface Widgets {
  /** A website shows the channel's chat; stored at most once per minute and process. */
  shown(channelId: string, sighting: Sighting): Promise<void>
  lastShown(channelId: string): Promise<Sighting | undefined>
}

const TOLD_EVERY_MS = 60_000

export function openWidgets(collection: Collection<WidgetDocument>): Widgets {
  const toldAt = new Map<string, number>()
  return {
    async shown(channelId, { origin, at }) {
      const last = toldAt.get(channelId) ?? Number.NEGATIVE_INFINITY
      if (at.getTime() - last < TOLD_EVERY_MS) return
      toldAt.set(channelId, at.getTime())
      await storageCall(() => collection.updateOne({ _id: channelId }, { $set: { origin, at } }, { upsert: true }))
    },
    async lastShown(channelId) {
      const found = await storageCall(() => collection.findOne({ _id: channelId }))
      return found ? { origin: found.origin, at: found.at } : undefined
    }
  }
}
