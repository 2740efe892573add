import type { InboundMessage } from '@inbox/contracts'
import { z } from 'zod'
import type { MetaFile, ReceivedContent } from './channel-event.ts'
import { anything, identifier, lenient, list, number, text, visible } from './lenient.ts'

type Content = InboundMessage['content']
type Read = (value: unknown) => Content | MetaFile | undefined

/** The most that our contracts accept. */
const LONGEST = { text: 60_000, caption: 4096, title: 1000, line: 200, name: 255 }

const file = z.object({
  id: identifier,
  mime_type: lenient(text),
  caption: lenient(text),
  filename: lenient(text),
  url: lenient(z.string())
})
const fileAs =
  (type: MetaFile['type']): Read =>
  value => {
    const { data } = file.safeParse(value)
    return (
      data && {
        type,
        id: data.id,
        mimeType: data.mime_type,
        name: data.filename?.slice(0, LONGEST.name),
        caption: data.caption?.slice(0, LONGEST.caption)
      }
    )
  }

/** A schema, with the content to which its values are converted. */
const as =
  <Schema extends z.ZodType>(schema: Schema, make: (data: z.output<Schema>) => Content | undefined): Read =>
  value => {
    const { success, data } = schema.safeParse(value)
    return success ? make(data) : undefined
  }

const readText = as(z.object({ body: text }), ({ body }) => ({ type: 'text', text: body.slice(0, LONGEST.text) }))

const readLocation = as(
  z.object({
    latitude: number.pipe(z.number().min(-90).max(90)),
    longitude: number.pipe(z.number().min(-180).max(180)),
    name: lenient(visible),
    address: lenient(visible)
  }),
  ({ latitude, longitude, name, address }) => {
    const called = [name, address].filter(Boolean).join(', ').slice(0, LONGEST.line)
    return { type: 'location', latitude, longitude, ...(called && { name: called }) }
  }
)

const card = z.object({
  name: lenient(
    z.object({ formatted_name: lenient(visible), first_name: lenient(visible), last_name: lenient(visible) })
  ),
  phones: anything,
  emails: anything,
  org: lenient(z.object({ company: lenient(visible) }))
})
const phoneIn = z.union([
  z.object({ phone: visible }).transform(each => each.phone),
  z.object({ wa_id: visible }).transform(each => each.wa_id)
])
const emailIn = z.object({ email: visible }).transform(each => each.email)
const each = <Out>(schema: z.ZodType<Out>, values: unknown) =>
  list(values).flatMap(value => schema.safeParse(value).data ?? [])

/** One card; if there are several, the others follow as text, so that none gets lost. */
function readContacts(value: unknown): Content | undefined {
  const cards = list(value)
    .flatMap(found => card.safeParse(found).data ?? [])
    .map(({ name, phones, emails, org }) => {
      const [numbers, addresses] = [each(phoneIn, phones), each(emailIn, emails)]
      const whole = [name?.first_name, name?.last_name].filter(Boolean).join(' ')
      return {
        name: name?.formatted_name ?? (whole || org?.company) ?? numbers[0] ?? addresses[0],
        numbers,
        addresses,
        company: org?.company
      }
    })
  const [first] = cards
  if (cards.length > 1)
    return {
      type: 'text',
      text: cards
        .map(({ name, numbers, addresses }) =>
          [...new Set([name, ...numbers, ...addresses])].filter(Boolean).join(' · ')
        )
        .join('\n')
        .slice(0, LONGEST.text)
    }
  if (!first?.name) return undefined
  return {
    ...({ type: 'contactCard', name: first.name.slice(0, LONGEST.line) } as const),
    ...(first.numbers.length > 0 && { phones: first.numbers.slice(0, 20).map(phone => phone.slice(0, 40)) }),
    ...(first.addresses.length > 0 && { emails: first.addresses.slice(0, 20).map(email => email.slice(0, 320)) }),
    ...(first.company !== undefined && { organization: first.company.slice(0, LONGEST.line) })
  }
}

const reply = z.object({ id: lenient(z.string()), title: visible, description: lenient(visible) })
const interactive = z.object({
  button_reply: lenient(reply),
  list_reply: lenient(reply),
  nfm_reply: lenient(z.object({ name: lenient(visible), body: lenient(visible), response_json: lenient(visible) }))
})
const chosen = (title: string, id?: string, description?: string): Content => ({
  ...({ type: 'interactive', title: title.slice(0, LONGEST.title) } as const),
  ...(id !== undefined && { id: id.slice(0, 1000) }),
  ...(description !== undefined && { description: description.slice(0, 4096) })
})
const readInteractive = as(interactive, ({ button_reply, list_reply, nfm_reply }) => {
  const picked = button_reply ?? list_reply
  if (picked) return chosen(picked.title, picked.id, picked.description)
  if (nfm_reply)
    return chosen(nfm_reply.body ?? nfm_reply.name ?? 'Form', nfm_reply.name, answersOf(nfm_reply.response_json))
  return undefined
})

/** A form's entries, one line per field; anything that is not JSON unchanged. */
function answersOf(json: string | undefined): string | undefined {
  if (json === undefined) return undefined
  try {
    const fields = z.record(z.string(), z.unknown()).safeParse(JSON.parse(json))
    if (!fields.success) return json
    const shown = Object.entries(fields.data).filter(([name]) => name !== 'flow_token')
    return (
      shown
        .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join('\n') || undefined
    )
  } catch {
    return json
  }
}

const readButton = as(z.object({ text: visible, payload: lenient(z.string()) }), ({ text: title, payload }) =>
  chosen(title, payload)
)

const item = z.object({
  product_retailer_id: z.union([text, z.number().transform(String)]),
  quantity: number.pipe(z.number().positive()),
  item_price: lenient(number.pipe(z.number().nonnegative())),
  currency: lenient(z.string().regex(/^[A-Z]{3}$/))
})
const readOrder = as(z.object({ text: lenient(text), product_items: anything }), ({ text: words, product_items }) => {
  const items = each(item, product_items)
  const currency = items.find(found => found.currency !== undefined)?.currency
  if (items.length === 0 || currency === undefined) return undefined
  return {
    ...({ type: 'order', currency } as const),
    items: items.slice(0, 500).map(({ product_retailer_id, quantity, item_price }) => ({
      id: product_retailer_id.slice(0, LONGEST.line),
      quantity,
      ...(item_price !== undefined && { price: item_price })
    })),
    ...(words !== undefined && { text: words.slice(0, 4096) })
  }
})

const kinds: Readonly<Record<string, Read>> = {
  text: readText,
  image: fileAs('image'),
  video: fileAs('video'),
  audio: fileAs('audio'),
  document: fileAs('file'),
  sticker: fileAs('sticker'),
  location: readLocation,
  contacts: readContacts,
  interactive: readInteractive,
  button: readButton,
  order: readOrder
}

/** Types that Meta says it cannot deliver. */
const NOT_SHOWN = ['unsupported', 'unknown', 'ephemeral']
const reasons = z.object({
  unsupported: lenient(z.object({ type: lenient(text) })),
  errors: lenient(
    z.array(
      z.object({
        code: lenient(number),
        title: lenient(text),
        error_data: lenient(z.object({ details: lenient(text) }))
      })
    )
  )
})

/**
 * The content of a message. Anything unreadable becomes `unsupported`, so that the customer is noticed and answered all
 * the same; `problem` says what was not understood, if that is our lack and not Meta's.
 */
export function saidBy(message: Readonly<Record<string, unknown>>): { said: ReceivedContent; problem?: string } {
  const type = typeof message.type === 'string' ? message.type : ''
  const read = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  const found = read?.(message[type])
  if (found && 'id' in found && 'mimeType' in found) return { said: { file: found as MetaFile } }
  if (found) return { said: { content: found as Content } }
  const { unsupported, errors } = reasons.parse(message)
  if (NOT_SHOWN.includes(type)) {
    const why = unsupported?.type ?? errors?.[0]?.error_data?.details ?? errors?.[0]?.title ?? 'message'
    return { said: notShown(why) }
  }
  return {
    said: notShown(type || 'message'),
    problem: read ? `a message of type ${type} cannot be read` : `the message type ${JSON.stringify(type)} is unknown`
  }
}

export const notShown = (what: string): { content: Content } => ({
  content: { type: 'unsupported', what: what.replace(/\s+/g, ' ').slice(0, LONGEST.line) || 'message' }
})
