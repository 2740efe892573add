import { z } from 'zod'
import { administration, operation, staff, supervision } from '../operation.ts'
import { fileName, id, instant, page, pageQuery } from '../primitives.ts'
import { channelState } from './events.ts'

const sideHealth = z.object({ state: channelState, since: instant, error: z.string().optional() })

/** What the provider has reported about our account with it, and when it last did. */
export const providerAccount = z.object({
  /** To how many people we may write first within 24 hours. */
  startsPerDay: z.union([z.int().nonnegative(), z.literal('unlimited')]).optional(),
  /** Its latest complaint about the account or its number, in its own words. */
  notice: z.string().optional(),
  toldAt: instant
})
export type ProviderAccount = z.infer<typeof providerAccount>

/** How answers leave a channel. `failing`: one at a time, as trials; `disconnected`: not until an administrator acts. */
export const channelHealth = z.object({
  state: channelState,
  since: instant,
  error: z.string().optional(),
  retryAt: instant.optional(),
  /** The number of waiting answers; 10,000 means that many or more. */
  backlog: z.int(),
  oldest: instant.optional(),
  /** Nobody has configured yet where its answers go: they are kept until then, and nothing is wrong. */
  notSetUp: z.boolean().optional(),
  /** How fetching customers' messages goes, once it has been in trouble. Neither side says anything about the other. */
  receiving: sideHealth.optional(),
  /** Only when a single channel is requested, and its provider reports it. */
  account: providerAccount.optional()
})
export type ChannelHealth = z.infer<typeof channelHealth>

export const getChannelHealth = operation({
  id: 'getChannelHealth',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channels/:id/health',
  audience: supervision,
  scope: 'administration:read',
  public: true,
  params: z.object({ id }),
  answer: channelHealth,
  summary: 'Whether a channel delivers answers and receives what contacts write, and how many answers are waiting'
})

export const getChannelConnection = operation({
  id: 'getChannelConnection',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channels/:id/connection',
  audience: administration,
  scope: 'administration:read',
  public: true,
  params: z.object({ id }),
  answer: z.object({
    /** Where the channel's provider delivers what customers write, if it calls us. */
    webhook: z.string().optional(),
    /** What a website puts into its pages, and where it was last shown. */
    snippet: z.string().optional(),
    lastShown: z.object({ origin: z.string(), at: instant }).optional(),
    /** Whether `testChannel` has anything to check. */
    testable: z.boolean()
  }),
  summary: 'What must be entered elsewhere for a channel to work: its webhook address, the line of HTML for a website'
})

/**
 * What is wrong with a channel's settings. `missing`: `setting` is not set. `unreachable`: nobody answers there.
 * `unauthorized`: the provider does not accept it. `unexpected`: it gives an unexpected answer.
 */
export const channelProblem = z.object({
  code: z.enum(['missing', 'unreachable', 'unauthorized', 'unexpected']),
  /** The setting to fix, if that is known. */
  setting: z.string().optional(),
  /** In the words of the provider or the network. */
  detail: z.string().optional()
})
export type ChannelProblem = z.infer<typeof channelProblem>

export const testChannel = operation({
  id: 'testChannel',
  owner: 'channel-adapters',
  method: 'post',
  path: '/v1/channels/:id/test',
  audience: administration,
  scope: 'administration:write',
  public: true,
  params: z.object({ id }),
  answer: z.object({ ok: z.boolean(), problems: z.array(channelProblem) }),
  summary: 'Check with its provider whether a channel works with its current settings; no contact notices'
})

export const listChannelPayloads = operation({
  id: 'listChannelPayloads',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channels/:id/payloads',
  audience: supervision,
  scope: 'administration:read',
  public: true,
  params: z.object({ id }),
  query: z.object({
    ...pageQuery,
    /** Only payloads of which something could not be passed on. */
    problem: z.literal('true').optional()
  }),
  answer: page(
    z.object({
      id: z.string(),
      receivedAt: instant,
      /** As received. */
      body: z.string(),
      /** What could not be passed on, and why. */
      problems: z.array(z.string())
    })
  ),
  summary: "The raw payloads from a channel's provider, newest first; kept for RAW_PAYLOAD_DAYS"
})

/** Only channels with something to report: the others are set up and connected, and nothing waits. */
export const listChannelHealth = operation({
  id: 'listChannelHealth',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channel-health',
  audience: staff,
  scope: 'directory:read',
  public: true,
  answer: z.object({ items: z.array(channelHealth.omit({ retryAt: true, account: true }).extend({ channelId: id })) }),
  summary:
    'Whether each channel delivers answers and receives what contacts write; agents see neither errors nor how many answers are waiting'
})

/** Called by the page in the frame, with `Authorization: Bearer` and the token of its visitor's `welcome`. */
export const uploadVisitorFile = operation({
  id: 'uploadVisitorFile',
  owner: 'channel-adapters',
  method: 'post',
  path: '/webchat/:channelId/media',
  audience: ['anyone'],
  params: z.object({ channelId: id }),
  query: z.object({ name: fileName.optional() }),
  streamed: true,
  answer: z.object({
    /** For use in a message of the same visitor. */
    mediaId: id,
    mimeType: z.string(),
    name: z.string().optional(),
    size: z.int().nonnegative()
  }),
  status: 201,
  summary: 'Upload a file as a visitor of a web chat (the body is its bytes), to be sent in a message'
})
