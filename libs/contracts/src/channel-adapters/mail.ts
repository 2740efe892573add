import { z } from 'zod'
import { operation } from '../operation.ts'
import { id } from '../primitives.ts'

export const postMail = operation({
  id: 'postMail',
  owner: 'channel-adapters',
  method: 'post',
  path: '/v1/email/:channelId/inbound',
  audience: ['channel'],
  params: z.object({ channelId: id }),
  streamed: true,
  answer: z.object({
    /** `message`: it is in the inbox. `automatic`, `set-aside`: it can be read as it came. `own`: a copy of what we sent. */
    outcome: z.enum(['message', 'report', 'own', 'automatic', 'set-aside']),
    id: id.optional(),
    problem: z.string().optional()
  }),
  status: 202,
  summary: 'Hand over a mail as it came (the body is its bytes, message/rfc822), with the key of its channel'
})
