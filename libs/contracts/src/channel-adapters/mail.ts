import { z } from 'zod'
import { administration, operation } from '../operation.ts'
import { id, instant, page, pageQuery } from '../primitives.ts'

/** What became of a mail. `message`: it is in the inbox. `own`: a copy of ours. `automatic`, `set-aside`: none. */
const received = z.object({
  outcome: z.enum(['message', 'report', 'own', 'automatic', 'set-aside']),
  id: id.optional(),
  problem: z.string().optional()
})

export const postMail = operation({
  id: 'postMail',
  owner: 'channel-adapters',
  method: 'post',
  path: '/v1/email/:channelId/inbound',
  audience: ['channel'],
  params: z.object({ channelId: id }),
  streamed: true,
  answer: received,
  status: 202,
  summary: 'Hand over a raw mail (the body is its bytes, message/rfc822), with the key of its channel'
})

/**
 * Why a mail did not become a message. `automatic`: no person wrote it, and nothing is wrong. `unknown-report`: it
 * reports on a mail that is not ours. `not-set-up`: the channel had no address. `refused`: by channel-ingest. `failed`:
 * a defect of ours.
 */
export const setAsideReason = z.enum([
  'automatic',
  'unreadable',
  'too-large',
  'unknown-report',
  'not-set-up',
  'refused',
  'failed'
])

export const setAsideMail = z.object({
  id,
  receivedAt: instant,
  /** As stated in the mail, if that is readable. */
  from: z.string().optional(),
  subject: z.string().optional(),
  size: z.int(),
  reason: setAsideReason,
  /** The reason in words, with details of this mail. */
  problem: z.string(),
  /** Whether all of it is kept; of a very large mail, only the beginning is. */
  complete: z.boolean()
})
export type SetAsideMail = z.infer<typeof setAsideMail>

const mailOfChannel = z.object({ id, mailId: id })

export const listSetAsideMails = operation({
  id: 'listSetAsideMails',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channels/:id/set-aside-mails',
  audience: administration,
  scope: 'administration:read',
  public: true,
  params: z.object({ id }),
  query: z.object({
    ...pageQuery,
    /** Only mails that no person wrote, instead of all others. */
    automatic: z.literal('true').optional()
  }),
  answer: page(setAsideMail),
  summary: "A channel's mails that were set aside, newest first; kept for RAW_PAYLOAD_DAYS"
})

export const downloadSetAsideMail = operation({
  id: 'downloadSetAsideMail',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channels/:id/set-aside-mails/:mailId/raw',
  audience: administration,
  scope: 'administration:read',
  public: true,
  params: mailOfChannel,
  answer: z.string().describe('The bytes of the mail'),
  media: 'application/octet-stream',
  summary: 'A mail that was set aside, in its original form'
})

export const retrySetAsideMail = operation({
  id: 'retrySetAsideMail',
  owner: 'channel-adapters',
  method: 'post',
  path: '/v1/channels/:id/set-aside-mails/:mailId/retry',
  audience: administration,
  scope: 'administration:write',
  public: true,
  params: mailOfChannel,
  answer: received,
  repeatable: true,
  summary: 'Process a mail that was set aside again; if it becomes a message, it is no longer listed'
})

export const dismissSetAsideMail = operation({
  id: 'dismissSetAsideMail',
  owner: 'channel-adapters',
  method: 'post',
  path: '/v1/channels/:id/set-aside-mails/:mailId/dismiss',
  audience: administration,
  scope: 'administration:write',
  public: true,
  params: mailOfChannel,
  status: 204,
  repeatable: true,
  summary: 'Stop listing a mail that was set aside'
})
