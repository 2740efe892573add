import type { ChannelHealth } from '@inbox/contracts'
import { type Collection, isDuplicateKey, storageCall } from '@inbox/storage'

/** A channel's two sides; the state of one says nothing about the other. */
export type Side = 'sending' | 'receiving'
/** The last known state of a side of a channel, found by any process. */
export interface SideState {
  state: ChannelHealth['state']
  since: Date
  error?: string | undefined
}
export type SideStates = Partial<Record<Side, SideState>>

export interface ChannelStateDocument extends SideState {
  /** For the sending side, the channel's id. */
  _id: string
}

export interface ChannelStates {
  get(channelId: string): Promise<SideStates>
  all(): Promise<ReadonlyMap<string, SideStates>>
  /** Stores a state; false if it was in that state already: of several processes that find a change, one reports it. */
  change(channelId: string, side: Side, next: SideState): Promise<boolean>
}

const RECEIVING = ' receiving'
const idOf = (channelId: string, side: Side) => (side === 'sending' ? channelId : channelId + RECEIVING)

export function openChannelStates(collection: Collection<ChannelStateDocument>): ChannelStates {
  const find = async (filter: object) =>
    byChannel((await storageCall(() => collection.find(filter).toArray())) as unknown as ChannelStateDocument[])
  return {
    get: async channelId =>
      (await find({ _id: { $in: [channelId, idOf(channelId, 'receiving')] } })).get(channelId) ?? {},
    all: () => find({}),
    async change(channelId, side, { state, since, error }) {
      const _id = idOf(channelId, side)
      const set =
        error === undefined ? { $set: { state, since }, $unset: { error: '' } } : { $set: { state, since, error } }
      // a channel that was never anything but connected has no document
      const upsert = state !== 'connected'
      try {
        const { matchedCount, upsertedCount } = await storageCall(() =>
          collection.updateOne({ _id, state: { $ne: state } }, set as never, { upsert })
        )
        return matchedCount + upsertedCount > 0
      } catch (failure) {
        // it exists, with that state
        if (isDuplicateKey(failure)) return false
        throw failure
      }
    }
  }
}

function byChannel(documents: readonly ChannelStateDocument[]): ReadonlyMap<string, SideStates> {
  const found = new Map<string, SideStates>()
  for (const { _id, ...state } of documents) {
    const side: Side = _id.endsWith(RECEIVING) ? 'receiving' : 'sending'
    const channelId = side === 'sending' ? _id : _id.slice(0, -RECEIVING.length)
    found.set(channelId, { ...found.get(channelId), [side]: state })
  }
  return found
}
