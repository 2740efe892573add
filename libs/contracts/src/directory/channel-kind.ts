import { z } from 'zod'

export const channelKind = z.enum(['webchat', 'whatsapp', 'email', 'api'])
export type ChannelKind = z.infer<typeof channelKind>
