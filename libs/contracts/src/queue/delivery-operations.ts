import { z } from 'zod'
import { operation, staff } from '../operation.ts'
import { id } from '../primitives.ts'
import { message } from './message.ts'

const one = {
  ...({ owner: 'queue', method: 'post', audience: staff, public: true, repeatable: true } as const),
  params: z.object({ id, messageId: id }),
  /** How often it had been sent again when whoever asks saw it: if that has changed it stays as it is. */
  body: z.strictObject({ sentAgain: z.int().nonnegative().optional() }).optional(),
  answer: message
}

export const sendAgain = operation({
  ...one,
  id: 'sendAgain',
  path: '/v1/conversations/:id/messages/:messageId/send-again',
  status: 202,
  summary: 'Send a message that has failed, or may have, once more; one that is on its way stays as it is'
})
export const leaveAsIs = operation({
  ...one,
  id: 'leaveAsIs',
  path: '/v1/conversations/:id/messages/:messageId/leave-as-is',
  summary: 'Accept that a message may not have arrived'
})
