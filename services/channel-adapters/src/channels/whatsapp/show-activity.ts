import type { conversationAttended, DataOf } from '@inbox/contracts'
import type { Attend, ChannelContext } from '../channel.ts'
import { apiOf } from './settings.ts'

type Attended = DataOf<typeof conversationAttended>

const [OF_USE_MS, TIMEOUT_MS] = [15_000, 5000]
/** WhatsApp shows the typing indicator for 25 s, or until the answer comes. */
const SHOWN_MS = 20_000
const MAX_KNOWN = 10_000

/** Marks as read up to the contact's latest message, and shows typing: tried once, failures are ignored. */
export function createShowActivity({
  accounts,
  client,
  clock,
  logger
}: Pick<ChannelContext, 'accounts' | 'client' | 'clock' | 'logger'>): Attend {
  const shownAt = new Map<string, number>()
  const isShown = ({ what, conversationId, latestReceived }: Attended, now: number) => {
    if (what === 'read') return false
    const key = `${conversationId} ${latestReceived.messageId}`
    if (now - (shownAt.get(key) ?? Number.NEGATIVE_INFINITY) < SHOWN_MS) return true
    if (shownAt.size >= MAX_KNOWN) shownAt.clear()
    shownAt.set(key, now)
    return false
  }
  return async (told, at) => {
    const now = clock.now().getTime()
    const settings = accounts.get(told.channel.id)?.settings
    const api = settings && apiOf(settings)
    if (!api || settings.readMarks === false || now - at.getTime() > OF_USE_MS || isShown(told, now)) return
    const body = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: told.latestReceived.providerMessageId,
      ...(told.what === 'typing' && { typing_indicator: { type: 'text' } })
    }
    try {
      const { status } = await client.post({
        url: `${api.base}/${api.phoneNumberId}/messages`,
        headers: { authorization: `Bearer ${api.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS)
      })
      if (status !== 200) logger.debug({ channelId: told.channel.id, status }, 'Meta refused a read receipt')
    } catch (err) {
      logger.debug({ err, channelId: told.channel.id }, 'could not send a read receipt')
    }
  }
}
