import { type GraphError, graphError } from '../errors.ts'

const HOUR_MS = 3_600_000
/** From the user's last message or call; each one resets it. [facts on windows; error 131047: Meta error codes] */
const WINDOW_MS = 24 * HOUR_MS
/** Free of charge after an ad, if the business answered within 24 h. [Zoho: pricing changes of 1 Jul 2025] */
const FREE_ENTRY_MS = 72 * HOUR_MS
/** From then on, replies other than templates are charged. [WasapFlow changelog 11 Aug 2026, quoting Meta] */
const SERVICE_IS_CHARGED_SINCE = Date.parse('2026-10-01T00:00:00Z')

export interface WindowState {
  /** When the customer last wrote or called; undefined if never. */
  lastInboundAt?: number | undefined
  /** When they came through an ad or page button. */
  enteredByAdAt?: number | undefined
  /** When the business first answered that. */
  adAnsweredAt?: number | undefined
}

export function windowClosed({ lastInboundAt }: WindowState, now: number): GraphError | undefined {
  if (lastInboundAt !== undefined && now - lastInboundAt < WINDOW_MS) return undefined
  return graphError(
    131047,
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.'
  )
}

export type Category = 'service' | 'utility' | 'marketing' | 'authentication' | 'referral_conversion'
export interface Pricing {
  billable: boolean
  pricing_model: 'PMP'
  type: 'regular' | 'free_customer_service' | 'free_entry_point'
  category: Category
}

/** Per delivered message. [facts on windows and pricing; Meta: webhooks/reference/messages/status] */
export function pricingOf(category: Category, state: WindowState, now: number): Pricing {
  const { enteredByAdAt, adAnsweredAt, lastInboundAt } = state
  const answeredInTime =
    adAnsweredAt !== undefined && enteredByAdAt !== undefined && adAnsweredAt - enteredByAdAt < WINDOW_MS
  if (answeredInTime && now - adAnsweredAt < FREE_ENTRY_MS)
    return { billable: false, pricing_model: 'PMP', type: 'free_entry_point', category: 'referral_conversion' }
  const inWindow = lastInboundAt !== undefined && now - lastInboundAt < WINDOW_MS
  const isFree = (category === 'service' || (category === 'utility' && inWindow)) && now < SERVICE_IS_CHARGED_SINCE
  return isFree
    ? { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category }
    : { billable: true, pricing_model: 'PMP', type: 'regular', category }
}
