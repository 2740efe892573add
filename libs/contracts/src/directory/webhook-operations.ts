import { z } from 'zod'
import { administration, operation } from '../operation.ts'
import { id, instant, page, pageQuery, url } from '../primitives.ts'
import { webhook, webhookAccount, webhookDisabling, webhookFields } from './webhook.ts'

const owner = 'directory'
const path = '/v1/webhooks'
const byId = z.object({ id })
const forAdministrators = { owner, audience: administration, public: true } as const
/** `whsec_` and 32 bytes in Base64: the signing key (Standard Webhooks). */
const secret = z.string()

export const listWebhooks = operation({
  ...forAdministrators,
  id: 'listWebhooks',
  method: 'get',
  path,
  scope: 'administration:read',
  query: z.object(pageQuery),
  answer: page(webhook),
  summary: 'The addresses that are notified of events'
})
export const createWebhook = operation({
  ...forAdministrators,
  id: 'createWebhook',
  method: 'post',
  path,
  scope: 'administration:write',
  body: webhookFields,
  answer: webhook.extend({ secret }),
  status: 201,
  summary: 'Register an address to be notified of events; the secret that signs them is shown only once'
})
export const getWebhook = operation({
  ...forAdministrators,
  id: 'getWebhook',
  method: 'get',
  path: `${path}/:id`,
  scope: 'administration:read',
  params: byId,
  answer: webhook,
  summary: 'One webhook; its version is the ETag'
})
export const replaceWebhook = operation({
  ...forAdministrators,
  id: 'replaceWebhook',
  method: 'put',
  path: `${path}/:id`,
  scope: 'administration:write',
  params: byId,
  body: webhookFields,
  answer: webhook,
  summary: 'Change a webhook, or activate it again; If-Match guards against overwriting'
})
export const deleteWebhook = operation({
  ...forAdministrators,
  id: 'deleteWebhook',
  method: 'delete',
  path: `${path}/:id`,
  scope: 'administration:write',
  params: byId,
  status: 204,
  summary: 'Delete a webhook: what is waiting for it is no longer posted, and its log is deleted'
})

const DAY_SECONDS = 86_400
export const rotateWebhookSecret = operation({
  ...forAdministrators,
  id: 'rotateWebhookSecret',
  method: 'post',
  path: `${path}/:id/rotate-secret`,
  scope: 'administration:write',
  params: byId,
  body: z
    .strictObject({
      overlapSeconds: z
        .int()
        .min(0)
        .max(30 * DAY_SECONDS)
        .default(DAY_SECONDS)
    })
    .default({ overlapSeconds: DAY_SECONDS }),
  answer: z.object({ secret, formerSecretUntil: instant }),
  status: 201,
  summary: 'Replace the secret with a new one, which is shown only once; during the overlap calls are signed with both'
})

export const listWebhookAccounts = operation({
  id: 'listWebhookAccounts',
  owner,
  method: 'get',
  path: '/v1/webhook-accounts',
  audience: ['service'],
  answer: z.object({ items: z.array(webhookAccount) }),
  summary: "Each webhook's address and events, secrets included"
})
export const disableWebhook = operation({
  id: 'disableWebhook',
  owner,
  method: 'post',
  path: `${path}/:id/disable`,
  audience: ['service'],
  params: byId,
  body: webhookDisabling.extend({
    /** The address that caused this: a webhook that has another one by now stays as it is. */
    url: url.optional()
  }),
  answer: webhook.pick({ active: true }),
  repeatable: true,
  summary: 'Disable a webhook that accepts nothing any more, until an administrator activates it again'
})
