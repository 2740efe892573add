import type { Channel, ChannelKind } from '@inbox/contracts'
import { type Call, type DemoFile, listAll, newWhatsAppAccount, whatsappSettings } from '@inbox/devstack'
import type { DoubleClient } from '@inbox/whatsapp-double'
import type { Topic } from './talks.ts'

export interface LiveChannel {
  id: string
  kind: ChannelKind
  name: string
  apiKey: string
  topic: Topic
  /** For a WhatsApp channel that is connected to the double. */
  phoneNumberId?: string
}

export interface Providers {
  /** Where answers on channels of kind `api` are posted. */
  callbackUrl: string
  whatsapp: DoubleClient
}

/** Channels in addition to those of the demo. */
const moreChannels = [
  { kind: 'api', name: 'Instagram', icon: 'instagram', department: 'Sales' },
  { kind: 'api', name: 'Telegram', icon: 'telegram', department: 'Support' },
  { kind: 'whatsapp', name: 'WhatsApp México', icon: 'whatsapp', department: 'Support' }
] as const

type Demo = Pick<DemoFile, 'departments' | 'channels' | 'adapters' | 'whatsappDouble'>

/** The customers' channels: the demo's, and some more, created once but with new keys and connections each time. */
export async function setScene(call: Call, demo: Demo, providers: Providers): Promise<LiveChannel[]> {
  const { departments, channels } = demo
  const existing = await listAll<Channel>(call, '/v1/channels')
  const topicOf = (departmentId: string): Topic =>
    departments.find(({ id }) => id === departmentId)?.name === 'Support' ? 'Support' : 'Sales'
  const known = channels.flatMap(({ id, kind, apiKey, departmentId, settings }) => {
    const channel = existing.find(each => each.id === id)
    const fields = { id, kind, apiKey, topic: topicOf(departmentId) }
    const phoneNumberId = settings?.phoneNumberId
    // a channel that somebody has reconfigured is no longer connected to the double
    const isDouble = typeof phoneNumberId === 'string' && channel?.settings.phoneNumberId === phoneNumberId
    const number = isDouble ? { phoneNumberId } : {}
    return channel?.active ? [{ ...fields, name: channel.name, ...number }] : []
  })
  const added = await Promise.all(
    moreChannels.map(async ({ department, ...fields }) => {
      const departmentId = departments.find(each => each.name === department)?.id
      if (departmentId === undefined) return []
      const channel =
        existing.find(each => each.name === fields.name) ??
        (await call<Channel>('POST', '/v1/channels', { ...fields, departmentId }))
      const number = await connect(call, channel, demo, providers)
      const { apiKey } = await call<{ apiKey: string }>('POST', `/v1/channels/${channel.id}/keys`, {
        retireOthersAfterSeconds: 0
      })
      const { kind, name } = fields
      return [{ id: channel.id, kind, name, apiKey, topic: topicOf(departmentId), ...number }]
    })
  )
  return [...known, ...added.flat()]
}

/** Connects a channel to the double of its provider; for WhatsApp, returns the number that it has there. */
async function connect(
  call: Call,
  { id, kind, name, icon, departmentId, session, priority, active, settings }: Channel,
  { adapters, whatsappDouble }: Pick<Demo, 'adapters' | 'whatsappDouble'>,
  { callbackUrl, whatsapp }: Providers
): Promise<Pick<LiveChannel, 'phoneNumberId'>> {
  const put = (next: object) =>
    call('PUT', `/v1/channels/${id}`, {
      kind,
      name,
      icon,
      departmentId,
      session,
      priority,
      active,
      settings: next
    })
  if (kind === 'api') {
    await put({ callbackUrl })
    return {}
  }
  // the same number as before, so that customers find their chats again
  const account = { ...newWhatsAppAccount(), displayPhoneNumber: MEXICAN_NUMBER }
  if (typeof settings.phoneNumberId === 'string') account.phoneNumberId = settings.phoneNumberId
  const webhookUrl = `${adapters}/v1/whatsapp/${id}/webhook`
  const { phoneNumberId } = await whatsapp.addNumber({ ...account, verifiedName: 'Azulejo México', webhookUrl })
  await put(whatsappSettings(account, whatsappDouble))
  return { phoneNumberId }
}

const MEXICAN_NUMBER = '525512345678'
