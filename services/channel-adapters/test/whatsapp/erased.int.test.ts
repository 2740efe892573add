import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Adapters, startAdapters } from '../adapters-fixture.ts'
import { aDelivery, CHANNEL } from '../builders.ts'
import { change, echoes, envelope, message, messages, NUMBER, status, statuses } from './notifications.ts'
import { notify, startSurroundings } from './surroundings.ts'

const OTHER_NUMBER = '106540352242999'
const stack = new AsyncDisposableStack()
let adapters: Adapters
let url: string

beforeAll(async () => {
  const around = stack.use(await startSurroundings(NUMBER))
  const env = { CHANNEL_INGEST_URL: around.url, MEDIA_URL: around.url, MEDIA_PUBLIC_URL: around.url }
  const settings = { ...around.settings, phoneNumberId: OTHER_NUMBER }
  const other = { id: 'other', version: 1, kind: 'whatsapp', departmentId: 'sales', active: true, settings } as const
  adapters = stack.use(await startAdapters(import.meta.url, around.settings, env, { kind: 'whatsapp' }, [other]))
  url = stack.use(await adapters.startOne()).url
  await waitFor(async () => (await fetch(`${url}/v1/whatsapp/shop/webhook`)).status === 400)
}, 60_000)
afterAll(() => stack.disposeAsync())

let made = 0
const aPhone = () => `5511900000${String(++made).padStart(3, '0')}`
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000))
/** A time before the erasure, and one at which the erased contact writes again. */
const [BEFORE, AFTER] = [new Date(Date.now() - 1e9), new Date(Date.now() + 1e8)]

const said = (phone: string, at: Date) =>
  messages(message({ from: phone, id: `wamid.${phone}`, timestamp: seconds(at), type: 'text', text: { body: phone } }))
/** `messageId`: of an answer of ours. */
const read = (phone: string, at: Date, messageId?: string) =>
  statuses(
    status({
      ...{ id: `wamid.to.${phone}`, status: 'read', recipient_id: phone, timestamp: seconds(at) },
      ...(messageId !== undefined && { biz_opaque_callback_data: messageId })
    })
  )
const isKept = async (phone: string) => (await adapters.stored('payloads')).includes(phone)

/** Resolves once the erasure is done: something else that had to go is gone. */
async function erased(phone: string, at: Date, channelId: string = CHANNEL.id) {
  const [_id, receivedAt] = [`mark of ${phone}`, new Date(0)]
  const raw = { channelId, kind: 'whatsapp', problems: [], hasProblem: false, expiresAt: new Date(4e12) } as const
  await adapters.payloads.insertOne({ _id, ...raw, receivedAt, body: phone })
  await adapters.erase([phone], [], [], { at, channelId })
  await waitFor(async () => !(await adapters.stored('payloads')).includes(_id))
}

const ordersOf = <T>(all: readonly T[]): T[][] =>
  all.length === 0
    ? [[]]
    : all.flatMap((each, at) => ordersOf(all.filter((_, index) => index !== at)).map(rest => [each, ...rest]))

test('nothing from Meta about an erased contact remains, in whatever order it is repeated or delayed', async () => {
  const at = new Date()
  const steps = ['said', 'said once more', 'read afterwards', 'erased'] as const
  const phones = await Promise.all(
    ordersOf(steps).map(async order => {
      const phone = aPhone()
      for (const step of order) {
        if (step === 'erased') await erased(phone, at)
        else expect(await notify(url, step === 'read afterwards' ? read(phone, AFTER) : said(phone, BEFORE))).toBe(200)
      }
      return phone
    })
  )
  expect(phones).toHaveLength(24)
  const kept = await adapters.stored('payloads')
  expect(phones.filter(phone => kept.includes(phone))).toEqual([])
  const known = await adapters.stored('erased')
  expect(phones.filter(phone => known.includes(phone))).toEqual([])
}, 60_000)

test('nor does what colleagues wrote to them before, what nobody could parse, or what tells an inbox nothing', async () => {
  const phone = aPhone()
  await erased(phone, new Date())
  await notify(
    url,
    echoes({ to: phone, id: 'wamid.echo', timestamp: seconds(BEFORE), type: 'text', text: { body: 'x' } })
  )
  await notify(url, envelope(change('never_heard_of', { somebody: { number: phone } })))
  await notify(url, envelope(change('history', { history: [{ threads: [{ id: phone }] }] })))
  await notify(url, echoes({ to: phone, id: 'wamid.liked', timestamp: seconds(AFTER), type: 'reaction' }))
  const words = Array.from({ length: 2000 }, (_, at) => `word ${at}`)
  await notify(url, envelope(change('user_preferences', { words, wa_id: phone })))
  expect(await isKept(phone)).toBe(false)
})

test('what they write anew is kept as any other contact’s, until they are erased again', async () => {
  const phone = aPhone()
  await erased(phone, new Date())
  await notify(url, said(phone, AFTER))
  expect(await isKept(phone)).toBe(true)
  await erased(phone, new Date(AFTER.getTime() + 1000))
  expect(await isKept(phone)).toBe(false)
  await notify(url, said(phone, AFTER))
  // the first erasure is reported late
  await erased(phone, new Date())
  await notify(url, said(phone, AFTER))
  expect(await isKept(phone)).toBe(false)
})

test('how an answer fares is kept if it was requested since then, until its contact is erased once more', async () => {
  const [phone, other] = [aPhone(), aPhone()]
  const now = new Date()
  await erased(phone, now)
  const requested = async (messageId: string, at: Date) => {
    const channel = { ...CHANNEL, kind: 'whatsapp' as const }
    await adapters.request(aDelivery(`of-${messageId}`, messageId, { channel, requestedAt: at.toISOString() }))
    await waitFor(async () => (await adapters.stored('deliveries')).includes(`text of ${messageId}`))
  }
  await requested('before', now)
  await requested('after', new Date(now.getTime() + 1))
  await requested('to-another', now)
  await notify(url, read(other, AFTER, 'to-another'))
  for (const answer of ['before', 'unknown', undefined]) await notify(url, read(phone, AFTER, answer))
  expect([await isKept(phone), await isKept(other)]).toEqual([false, true])
  await notify(url, read(phone, AFTER, 'after'))
  expect(await isKept(phone)).toBe(true)
  // the first erasure is reported once more
  await erased(phone, now)
  expect(await isKept(phone)).toBe(true)
  await erased(phone, AFTER)
  await notify(url, read(phone, AFTER, 'after'))
  expect(await isKept(phone)).toBe(false)
})

test('what others write is kept', async () => {
  const [phone, other] = [aPhone(), aPhone()]
  await notify(url, said(other, BEFORE))
  await erased(phone, new Date())
  await notify(url, said(other, BEFORE))
  await notify(url, read(other, AFTER))
  expect(await isKept(other)).toBe(true)
})

test('what Meta delivered to another number’s address is removed with the contact of the number that it is about', async () => {
  const [phone, late] = [aPhone(), aPhone()]
  const toOther = (from: string) => {
    const metadata = { phone_number_id: OTHER_NUMBER }
    return envelope(
      change('messages', { metadata, messages: [message({ from, type: 'text', timestamp: seconds(BEFORE) })] })
    )
  }
  await notify(url, toOther(phone))
  expect(await isKept(phone)).toBe(true)
  await erased(phone, new Date(), 'other')
  await erased(late, new Date(), 'other')
  await notify(url, toOther(late))
  expect([await isKept(phone), await isKept(late)]).toEqual([false, false])
})
