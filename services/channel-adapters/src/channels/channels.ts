import { type ChannelKind, channelKind } from '@inbox/contracts'
import { openApi } from './api/open-api.ts'
import type { Channel, ChannelContext, OpenChannel } from './channel.ts'
import { openEmail } from './email/open-email.ts'
import { openWebchat } from './webchat/open-webchat.ts'
import { openWhatsapp } from './whatsapp/open-whatsapp.ts'

/** The kinds that we serve ourselves; answers on others wait for whoever reports their outcome. */
const kinds: Partial<Record<ChannelKind, OpenChannel>> = {
  api: openApi,
  email: openEmail,
  webchat: openWebchat,
  whatsapp: openWhatsapp
}

export type Channels = ReadonlyMap<ChannelKind, Channel>

/** Opens the kinds that we serve ourselves. */
export async function openChannels(context: ChannelContext): Promise<Channels> {
  const opened = new Map<ChannelKind, Channel>()
  for (const kind of channelKind.options) {
    const open = kinds[kind]
    if (open) opened.set(kind, await open(context))
  }
  return opened
}
