import { channelChanged, secretSettings } from '@inbox/contracts'
import { auditedChannel, type ChannelDocument, channelWithKeysOf } from '../domain/channel.ts'
import { openRegister, type RegisterDependencies } from './register.ts'

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
  return {
    ...register,
    ofDepartment: (departmentId: string) => find({ 'fields.departmentId': departmentId })
  }
}
