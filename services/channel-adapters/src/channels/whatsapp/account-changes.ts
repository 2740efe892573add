import { z } from 'zod'
import type { ChannelEvent } from './channel-event.ts'
import { lenient, number, text } from './lenient.ts'

const TIERS: Readonly<Record<string, number | 'unlimited'>> = {
  TIER_50: 50,
  TIER_250: 250,
  TIER_1K: 1000,
  TIER_2K: 2000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: 'unlimited'
}
const limit = lenient(
  z.union([
    number.pipe(z.int().min(-1)).transform(most => (most === -1 ? ('unlimited' as const) : most)),
    text.transform(tier => TIERS[tier]).pipe(z.union([z.number(), z.literal('unlimited')]))
  ])
)
const capability = z.object({ max_daily_conversations_per_business: limit, max_daily_conversation_per_phone: limit })
const quality = z.object({
  event: text,
  display_phone_number: lenient(text),
  max_daily_conversations_per_business: limit,
  old_limit: lenient(text),
  current_limit: limit
})
const kinds = lenient(z.array(z.object({ restriction_type: lenient(text) })))
const update = z.object({
  event: text,
  ban_info: lenient(z.object({ waba_ban_state: lenient(text) })),
  restriction_info: kinds,
  violation_info: lenient(z.object({ violation_type: lenient(text) }))
})
type AccountChange = Extract<ChannelEvent, { kind: 'account' }>['account']

/** What Meta reports about the account or one of its numbers; undefined if administrators need not know. */
export function accountChanges(field: string, value: unknown): ChannelEvent[] | undefined {
  const account = accountChange(field, value)
  return account && Object.keys(account).length > 0 ? [{ kind: 'account', line: 'account', account }] : undefined
}

function accountChange(field: string, value: unknown): AccountChange | undefined {
  switch (field) {
    case 'business_capability_update': {
      const { data } = capability.safeParse(value)
      return limited(data?.max_daily_conversations_per_business ?? data?.max_daily_conversation_per_phone)
    }
    case 'phone_number_quality_update': {
      const { data } = quality.safeParse(value)
      if (!data) return undefined
      const { event, display_phone_number: phone = '', old_limit, current_limit } = data
      if (/^(UN)?FLAGGED$/.test(event)) return { notice: event === 'FLAGGED' ? `${event} ${phone}`.trim() : '' }
      // after a change of throughput, the other limit says nothing about messages
      return limited(old_limit === undefined ? undefined : (data.max_daily_conversations_per_business ?? current_limit))
    }
    case 'account_update': {
      const { data } = update.safeParse(value)
      if (!data || !AGAINST.test(data.event)) return undefined
      const state = data.ban_info?.waba_ban_state
      const why = data.restriction_info?.map(each => each.restriction_type) ?? []
      const said = [data.event, state, data.violation_info?.violation_type, ...why].filter(Boolean)
      return { notice: state === 'REINSTATE' ? '' : said.join(' ') }
    }
    default:
      return undefined
  }
}

const AGAINST = /^(DISABLED_UPDATE|ACCOUNT_RESTRICTION|ACCOUNT_VIOLATION|ACCOUNT_DELETED)$/

const limited = (startsPerDay: AccountChange['startsPerDay']): AccountChange =>
  startsPerDay === undefined ? {} : { startsPerDay }
