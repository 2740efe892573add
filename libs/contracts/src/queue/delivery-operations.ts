import { z } from 'zod'
import { emoji } from '../content.ts'
import { operation, staff } from '../operation.ts'
import { id } from '../primitives.ts'
import { message } from './message.ts'

const of = {
  ...({ owner: 'queue', audience: staff, scope: 'conversations:write', public: true, repeatable: true } as const),
  params: z.object({ id, messageId: id }),
  answer: message
}
const one = {
  ...of,
  method: 'post' as const,
  /** How often it had been sent again when the caller saw it; if that has changed, it stays as it is. */
  body: z.strictObject({ sentAgain: z.int().nonnegative().optional() }).optional()
}

export const sendAgain = operation({
  ...one,
  id: 'sendAgain',
  path: '/v1/conversations/:id/messages/:messageId/send-again',
  status: 202,
  summary: 'Send a message that failed, or may have failed, again; one that is on its way is left alone'
})
export const leaveAsIs = operation({
  ...one,
  id: 'leaveAsIs',
  path: '/v1/conversations/:id/messages/:messageId/leave-as-is',
  summary: 'Accept that a message may not have arrived'
})
export const reactTo = operation({
  ...of,
  id: 'reactTo',
  method: 'put',
  path: '/v1/conversations/:id/messages/:messageId/reaction',
  /** `times`: how often our side had reacted when the caller saw it; if that has changed, it stays as it is. */
  body: z.strictObject({ emoji: emoji.optional(), times: z.int().nonnegative().optional() }),
  status: 202,
  summary: "React to a contact's message, replacing our side's earlier reaction; without emoji, remove it"
})
