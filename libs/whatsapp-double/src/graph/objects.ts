import type { Template } from '../checks/template.ts'
import { type GraphError, graphError } from '../errors.ts'
import type { Double } from '../state/double.ts'
import type { BusinessNumber } from '../state/world.ts'
import { handshake } from '../webhooks/notify.ts'
import type { Answer } from './send.ts'

export const isThere = (id: string): GraphError =>
  graphError(
    100,
    `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`
  )

/** A number with the requested fields, and always its id. [Meta: reference/whatsapp-business-phone-number] */
export function numberFields(number: BusinessNumber, fields: string | null) {
  const all = {
    verified_name: number.verifiedName,
    display_phone_number: `+${number.displayPhoneNumber}`,
    quality_rating: number.qualityRating,
    code_verification_status: 'VERIFIED',
    platform_type: 'CLOUD_API',
    throughput: { level: number.throughput > 80 ? 'HIGH' : 'STANDARD' },
    name_status: 'APPROVED',
    status: 'CONNECTED',
    messaging_limit_tier: 'TIER_2K',
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
    is_on_biz_app: number.coexistence,
    account_mode: 'LIVE'
  }
  const usual = [
    'verified_name',
    'display_phone_number',
    'quality_rating',
    'code_verification_status',
    'platform_type',
    'throughput'
  ]
  const wanted = fields === null ? usual : fields.split(',').map(field => field.trim().split(/[{(]/)[0]!)
  const known = wanted.filter(field => field in all)
  return {
    ...Object.fromEntries(known.map(field => [field, all[field as keyof typeof all]])),
    id: number.phoneNumberId
  }
}

/** A page of a list: `limit` items (default 25), with cursors for the next. [general knowledge of the Graph API] */
export function page<Item>(items: readonly Item[], url: URL) {
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 25) || 25, 1000)
  const after = url.searchParams.get('after')
  const from = after === null ? 0 : Number(Buffer.from(after, 'base64url').toString()) || 0
  const cursor = (position: number) => Buffer.from(String(position)).toString('base64url')
  const data = items.slice(from, from + limit)
  if (data.length === 0) return { data }
  const next = new URL(url)
  next.searchParams.set('after', cursor(from + limit))
  const cursors = { before: cursor(from), after: cursor(from + limit) }
  return { data, paging: { cursors, ...(from + limit < items.length && { next: next.href }) } }
}

export const templatesPage = (templates: readonly Template[], url: URL) => {
  const [name, status] = [url.searchParams.get('name'), url.searchParams.get('status')]
  return page(
    templates.filter(
      each => (name === null || each.name.includes(name)) && (status === null || each.status === status)
    ),
    url
  )
}

/** Subscribes an account's numbers, at their own address or another, which must pass the handshake first. */
export async function subscribe(
  { world }: Double,
  numbers: readonly BusinessNumber[],
  { override_callback_uri: url, verify_token: token }: Record<string, unknown>
): Promise<Answer> {
  if (url !== undefined) {
    if (typeof url !== 'string' || !URL.canParse(url))
      return { error: graphError(100, 'Param override_callback_uri must be a URL') }
    if (!(await handshake(url, String(token ?? ''))))
      return { error: graphError(2200, `Callback verification failed: ${url}`) }
    for (const { phoneNumberId } of numbers) world.numbers.get(phoneNumberId)!.webhookUrl = url
  }
  return { body: { success: true } }
}
