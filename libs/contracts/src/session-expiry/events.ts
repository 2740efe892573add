import { z } from 'zod'
import { event } from '../message-type.ts'
import { id, instant } from '../primitives.ts'

const window = z.object({ conversationId: id, expiresAt: instant })

export const windowOpened = event('session-expiry', 'window.opened', window, {
  mandatory: false,
  summary: 'A session window began'
})
export const windowExtended = event('session-expiry', 'window.extended', window, {
  mandatory: false,
  summary: 'The contact wrote: the session window now ends later'
})
/** Published once for each end of a window, some time before it (default: an hour). */
export const windowExpiresSoon = event(
  'session-expiry',
  'window.expiresSoon',
  window.extend({ departmentId: id, agentId: id.optional() }),
  { mandatory: false, summary: 'The session window ends soon unless the contact writes' }
)
export const windowExpired = event('session-expiry', 'window.expired', window, {
  summary: 'The session window ended: free-form replies are no longer allowed'
})
