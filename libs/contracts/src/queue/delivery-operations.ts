import { z } from 'zod'
import { operation, staff } from '../operation.ts'
import { id } from '../primitives.ts'
import { message } from './message.ts'

const one = {
  ...({ owner: 'queue', method: 'post', audience: staff, public: true } as const),
  params: z.object({ id, messageId: id }),
  body: z.strictObject({}).optional(),
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
