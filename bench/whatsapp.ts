import type { ServerEvents } from '@inbox/contracts'
import { type System, startSystem } from '@inbox/devstack'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { type Figure, ms, perSecond } from './figure.ts'
import { type MetaWebhook, openMetaWebhook } from './meta-webhook.ts'
import { openLoop } from './open-loop.ts'
import { latencies } from './percentiles.ts'
import { watchProcessor } from './processor.ts'
import { ofLoad } from './share.ts'
import { openSite } from './web-chat-site.ts'

const CHATS = 50
const BURST = ofLoad(1000)
const [SHARE, SECONDS] = [0.5, 15]
const RUSH = { rate: ofLoad(1000), seconds: 60, contacts: ofLoad(2000) }
const DRAINED_WITHIN_MS = 600_000

const number = { phoneNumberId: '106540352242922', appSecret: 'secret-of-the-app', verifyToken: 'verify' }
const settings = { ...number, accessToken: 'token', baseUrl: 'http://127.0.0.1:9' }

type Site = Awaited<ReturnType<typeof openSite>>

/** G17: how soon WhatsApp's notifications are answered and seen, and what becomes of a thousand of them a second. */
export async function whatsapp(): Promise<Figure[]> {
  await using system = await startSystem('bench_whatsapp', { env: { LOG_LEVEL: 'error' } })
  const site = await openSite(system, CHATS, 'whatsapp')
  await site.connect(settings)
  const url = `${system.urls['channel-adapters']}/v1/whatsapp/${site.channelId}/webhook`
  const verified = `${url}?hub.mode=subscribe&hub.challenge=1&hub.verify_token=${number.verifyToken}`
  await waitFor(async () => (await fetch(verified)).ok, {
    describe: 'the adapter to know the channel',
    timeoutMs: 60_000
  })
  using meta = openMetaWebhook(url, number)
  return [...(await soon(site, meta)), await rush(system, meta)]
}

/** From a message's notification to its response, and to the agent's socket. */
async function soon(site: Site, meta: MetaWebhook): Promise<Figure[]> {
  const customer = (n: number) => `55119000${10_000 + (n % CHATS)}`
  for (let n = 0; n < CHATS; n++) await meta.tells({ from: customer(n), id: `wamid.first.${n}`, text: 'hello' })
  await site.accept(CHATS)
  const shown = new Map<string, () => void>()
  site.socket.on('message', ({ message: { content } }: ServerEvents['message']) => {
    if (content.type === 'text') shown.get(content.text)?.()
  })
  let answered = latencies()
  let told = 0
  const tell = async (n: number) => {
    const text = `question ${++told}`
    const seen = new Promise<void>(resolve => shown.set(text, resolve))
    const begun = performance.now()
    await meta.tells({ from: customer(n), id: `wamid.question.${told}`, text })
    answered.record(performance.now() - begun)
    await seen
  }
  await openLoop(20, 3, tell)
  const begun = performance.now()
  await Promise.all(Array.from({ length: BURST }, (_, n) => tell(n)))
  const highest = BURST / ((performance.now() - begun) / 1000)
  answered = latencies()
  const visible = await openLoop(highest * SHARE, SECONDS, tell)
  const beside = `${perSecond(highest * SHARE)} = 50 % of ${perSecond(highest)}, from ${CHATS} customers`
  const figure = (what: string, mostMs: number, { at, most }: typeof visible): Figure => ({
    ...{ goal: 'G17', what, target: `p99 ≤ ${mostMs} ms`, beside },
    measured: `p50 ${ms(at(50))}, p99 ${ms(at(99))}, max ${ms(most)}`
  })
  return [
    figure('a WhatsApp notification → answered with 200', 100, answered),
    figure('a WhatsApp notification → the agent’s socket', 150, visible)
  ]
}

/**
 * A minute of them: those not answered with 200 are retried, and in the end each message must be there exactly once.
 */
async function rush({ stores, services, pid }: System, meta: MetaWebhook): Promise<Figure> {
  const logger = createLogger('bench', 'silent')
  await using queue = await connectMongo({ url: stores.mongodbUrl, database: `${stores.database}_queue`, logger })
  const messages = queue.collection('messages')
  const before = await messages.estimatedDocumentCount()
  const stored = async () => (await messages.estimatedDocumentCount()) - before
  const { rate, seconds, contacts } = RUSH
  const total = rate * seconds
  const answered = latencies()
  let repeated = 0
  const work = await watchProcessor({ services, pid })
  const begun = performance.now()
  await openLoop(rate, seconds, async n => {
    const told = performance.now()
    const from = `55118${1_000_000 + (n % contacts)}`
    repeated += await meta.tells({ from, id: `wamid.rush.${n}`, text: `message ${n}` })
    answered.record(performance.now() - told)
  })
  const answeredMs = performance.now() - begun
  await waitFor(async () => (await stored()) >= total, { timeoutMs: DRAINED_WITHIN_MS })
  const tookMs = performance.now() - begun
  const bound = await work()
  if ((await stored()) !== total) throw new Error(`${await stored()} of ${total} messages are stored`)
  const measured = `${perSecond(total / (tookMs / 1000))} stored, none lost or duplicated; all answered after ${ms(answeredMs)}, p99 ${ms(answered.at(99))}, ${repeated} retried`
  return {
    ...{ goal: 'G17', what: `${perSecond(rate)} WhatsApp notifications for ${seconds} s`, measured },
    target: 'none lost, or the limit and its cause',
    beside: `${contacts.toLocaleString('en')} customers; ${bound}`
  }
}
