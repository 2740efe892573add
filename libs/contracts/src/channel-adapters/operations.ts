import { z } from 'zod'
import { administration, operation, staff, supervision } from '../operation.ts'
import { id, instant } from '../primitives.ts'
import { channelState } from './events.ts'

/** How answers get out of a channel. `failing`: tried by one at a time; `disconnected`: not at all, until an administrator has mended it. */
export const channelHealth = z.object({
  state: channelState,
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

/** Of channels of which there is something to tell: the others are connected and nothing waits. */
export const listChannelHealth = operation({
  id: 'listChannelHealth',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channel-health',
  audience: staff,
  public: true,
  answer: z.object({ items: z.array(channelHealth.omit({ retryAt: true }).extend({ channelId: id })) }),
  summary: 'Whether answers get out, by channel; agents are not told of errors and how many wait'
})
