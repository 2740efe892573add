import { z } from 'zod'
import { operation, staff } from '../operation.ts'
import { id, url } from '../primitives.ts'

const owner = 'directory'

/** What a browser gives to those who may notify it (Push API, `PushSubscription.toJSON()`); keys in base64url. */
export const pushSubscription = z.strictObject({
  endpoint: url.max(2000),
  keys: z.strictObject({
    /** An uncompressed P-256 point. */
    p256dh: z.string().regex(/^[\w-]{87}=?$/, 'must be 65 bytes in base64url'),
    auth: z.string().regex(/^[\w-]{22}(==)?$/, 'must be 16 bytes in base64url')
  })
})
export type PushSubscription = z.infer<typeof pushSubscription>

/** The encrypted content of a notification: nothing about the contact or what was written. */
export const pushPayload = z.object({ kind: z.literal('offer'), conversationId: id })
export type PushPayload = z.infer<typeof pushPayload>

export const getPushKey = operation({
  id: 'getPushKey',
  owner,
  method: 'get',
  path: '/v1/push-key',
  audience: staff,
  scope: null,
  public: true,
  answer: z.object({ publicKey: z.string().optional() }),
  summary:
    'The public key by which browsers recognise our notifications (VAPID); without one there are no notifications'
})
export const keepPushSubscription = operation({
  id: 'keepPushSubscription',
  owner,
  method: 'put',
  path: '/v1/push-subscriptions',
  audience: ['service'],
  body: z.strictObject({ agentId: id, signInId: id, subscription: pushSubscription }),
  status: 204,
  summary: 'Notify a browser of what concerns an agent, as long as they are signed in there'
})
