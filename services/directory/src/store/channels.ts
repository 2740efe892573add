import { channelChanged, secretSettings } from '@inbox/contracts'
import type { Aggregate } from '@inbox/storage'
import { auditedChannel, type ChannelDocument, channelWithKeysOf } from '../domain/channel.ts'
import { openRegister, type RegisterDependencies } from './register.ts'
import { rewriteEach } from './rewrite-each.ts'

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
    /** Stores what `rewritten` makes of each channel without publishing it; resolves with how many changed. */
    rewrite: async (rewritten: (document: ChannelDocument) => ChannelDocument | undefined) =>
      rewriteEach(collection, await find({}), rewritten, ({ fields, sealed }) => ({ fields, sealed })),
    ofDepartment: (departmentId: string) => find({ 'fields.departmentId': departmentId })
  }
}
