import { channelChanged, secretSettings } from '@inbox/contracts'
import { type Aggregate, storageCall } from '@inbox/storage'
import { auditedChannel, type ChannelDocument, channelWithKeysOf } from '../domain/channel.ts'
import { openRegister, type RegisterDependencies } from './register.ts'

type Stored = ChannelDocument & Aggregate

export async function openChannels(dependencies: RegisterDependencies) {
  const {
    find,
    findOne: _,
    ...register
  } = await openRegister({
    ...dependencies,
    name: 'channels',
    noun: 'channel',
    event: channelChanged,
    describe: (document: ChannelDocument) => ({
      channel: channelWithKeysOf(document, secretSettings[document.fields.kind])
    }),
    audited: { kind: 'channel', view: auditedChannel }
  })
  const collection = dependencies.mongo.collection<Stored>('channels')
  return {
    ...register,
    /** Stores what `rewritten` makes of each, of which nobody is told; answers how many there were. */
    async rewrite(rewritten: (document: ChannelDocument) => ChannelDocument | undefined): Promise<number> {
      let count = 0
      for (const { _id } of await find({})) {
        for (let written = false; !written; ) {
          const before = (await storageCall(() => collection.findOne({ _id }))) as ChannelDocument | null
          const after = before && rewritten(before)
          if (!after) break
          const { version } = before
          const set = { fields: after.fields, sealed: after.sealed, version: version + 1 }
          const done = await storageCall(() => collection.updateOne({ _id, version }, { $set: set } as never))
          written = done.modifiedCount > 0
          count += done.modifiedCount
        }
      }
      return count
    },
    ofDepartment: (departmentId: string) => find({ 'fields.departmentId': departmentId })
  }
}
