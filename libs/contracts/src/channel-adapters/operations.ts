import { z } from 'zod'
import { administration, operation, supervision } from '../operation.ts'
import { id, instant } from '../primitives.ts'

/** How answers get out of a channel. `failing`: tried by one at a time; `disconnected`: not at all, until an administrator has mended it. */
export const channelHealth = z.object({
  state: z.enum(['connected', 'failing', 'disconnected']),
  since: instant,
  error: z.string().optional(),
  retryAt: instant.optional(),
  /** Answers that wait. */
  backlog: z.int(),
  oldest: instant.optional()
})
export type ChannelHealth = z.infer<typeof channelHealth>

export const getChannelHealth = operation({
  id: 'getChannelHealth',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channels/:id/health',
  audience: supervision,
  public: true,
  params: z.object({ id }),
  answer: channelHealth,
  summary: 'Whether answers get out of a channel, and how many wait'
})

export const getChannelWidget = operation({
  id: 'getChannelWidget',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channels/:id/widget',
  audience: administration,
  public: true,
  params: z.object({ id }),
  answer: z.object({
    /** What a website puts into its pages. */
    snippet: z.string(),
    lastShown: z.object({ origin: z.string(), at: instant }).optional()
  }),
  summary: 'How a website embeds the web chat of a channel, and where it was last shown'
})
