import type { Channel, ChannelKind } from '@inbox/contracts'
import type { DemoFile } from '@inbox/devstack'
import { type Call, listAll } from '@inbox/devstack'
import type { Topic } from './talks.ts'

export interface LiveChannel {
  id: string
  kind: ChannelKind
  name: string
  apiKey: string
  topic: Topic
  /** Of a WhatsApp channel that is connected to the double. */
  phoneNumberId?: string
}

/** Channels that a company has beside those of the demo. */
const moreChannels = [
  { kind: 'api', name: 'Instagram', icon: 'instagram', department: 'Sales' },
  { kind: 'api', name: 'Telegram', icon: 'telegram', department: 'Support' },
  { kind: 'whatsapp', name: 'WhatsApp México', icon: 'whatsapp', department: 'Support' }
] as const

type Demo = Pick<DemoFile, 'departments' | 'channels'>

/** The channels on which customers write: the demo's, and some more, made once; keys of those are new each time. */
export async function setScene(call: Call, { departments, channels }: Demo): Promise<LiveChannel[]> {
  const existing = await listAll<Channel>(call, '/v1/channels')
  const topicOf = (departmentId: string): Topic =>
    departments.find(({ id }) => id === departmentId)?.name === 'Support' ? 'Support' : 'Sales'
  const known = channels.flatMap(({ id, kind, apiKey, departmentId, settings }) => {
    const channel = existing.find(each => each.id === id)
    const fields = { id, kind, apiKey, topic: topicOf(departmentId) }
    const isDouble = channel && settings && channel.settings.phoneNumberId === settings.phoneNumberId
    const number = isDouble ? { phoneNumberId: String(settings.phoneNumberId) } : {}
    return channel?.active ? [{ ...fields, name: channel.name, ...number }] : []
  })
  const added = await Promise.all(
    moreChannels.map(async ({ department, ...fields }) => {
      const departmentId = departments.find(each => each.name === department)?.id
      if (departmentId === undefined) return []
      const channel =
        existing.find(each => each.name === fields.name) ??
        (await call<Channel>('POST', '/v1/channels', { ...fields, departmentId }))
      const { apiKey } = await call<{ apiKey: string }>('POST', `/v1/channels/${channel.id}/keys`, {
        retireOthersAfterSeconds: 0
      })
      const { kind, name } = fields
      return [{ id: channel.id, kind, name, apiKey, topic: topicOf(departmentId) }]
    })
  )
  return [...known, ...added.flat()]
}
