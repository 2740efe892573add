import type { Fault, Faults } from '../state/faults.ts'
import type { Log } from '../state/log.ts'
import type { BusinessNumber, World } from '../state/world.ts'
import { type Change, merged, type Notification, notification, signatureOf } from './envelope.ts'

/** Retries with growing delays until a notification is a week old [facts on webhooks]; waits 10 s for an answer. */
const FIRST_DELAY_MS = 1000
const MAX_DELAY_MS = 600_000
const GIVEN_UP_AFTER_MS = 7 * 86_400_000
const ANSWER_WITHIN_MS = 10_000

export interface Notifier {
  /** Sends a change to the number's subscriber, after earlier ones of the same customer. */
  notify(number: BusinessNumber, customerId: string | undefined, change: Change): void
  /** Resolves when nothing is in flight; later retries do not count. */
  idle(): Promise<void>
}

type WebhookFault = Extract<Fault, { gather?: number }>

export function createNotifier(world: World, faults: Faults, log: Log): Notifier {
  /** The last notification in flight for each customer of each number. */
  const lines = new Map<string, Promise<void>>()
  let gathering: { fault: WebhookFault; held: { number: BusinessNumber; body: Notification }[] } | undefined

  async function post(number: BusinessNumber, body: Notification, began: number, attempt = 0): Promise<void> {
    const url = number.webhookUrl
    if (!url) return
    const raw = JSON.stringify(body)
    const status = await answerOf(url, raw, number.appSecret)
    log.add({
      at: new Date(world.clock.now()).toISOString(),
      what: 'webhook',
      method: 'POST',
      url,
      body,
      status,
      answer: attempt
    })
    if (status === 200 || world.clock.now() - began > GIVEN_UP_AFTER_MS) return
    const delay = Math.min(FIRST_DELAY_MS * 2 ** attempt, MAX_DELAY_MS)
    world.clock.after(delay, () => void post(number, body, began, attempt + 1))
  }

  function inLine(key: string, work: () => Promise<void>): void {
    const line = (lines.get(key) ?? Promise.resolve()).then(work)
    lines.set(key, line)
    void line.then(() => lines.get(key) === line && lines.delete(key))
  }

  function start(number: BusinessNumber, key: string, body: Notification, fault?: WebhookFault): void {
    const send = () => inLine(key, () => post(number, body, world.clock.now()))
    const times = 1 + (fault?.repeat ?? 0)
    for (let copy = 0; copy < times; copy++) {
      if (fault?.delayMs) world.clock.after(fault.delayMs, send)
      else send()
    }
  }

  /** Holds notifications back until there are enough. */
  function gather(number: BusinessNumber, body: Notification): void {
    const { fault, held } = gathering!
    held.push({ number, body })
    if (held.length < fault.gather!) return
    gathering = undefined
    if (fault.as === 'disorder') for (const each of held.toReversed()) start(each.number, 'disorder', each.body)
    else start(number, 'batch', merged(held.map(each => each.body)))
  }

  return {
    notify(number, customerId, change) {
      const body = notification(number.businessAccountId, change)
      const where = { customerId, phoneNumberId: number.phoneNumberId }
      const fault = gathering ? undefined : (faults.take('webhook', where) as WebhookFault | undefined)
      if (fault?.gather) gathering = { fault, held: [] }
      if (gathering) gather(number, body)
      else start(number, `${number.phoneNumberId} ${customerId}`, body, fault)
    },
    async idle() {
      while (lines.size > 0) await Promise.all(lines.values())
    }
  }
}

/** The status of the answer; 0 if there is none. */
async function answerOf(url: string, raw: string, appSecret: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'x-hub-signature-256': signatureOf(raw, appSecret),
    'user-agent': 'facebookexternalua'
  }
  return fetch(url, {
    method: 'POST',
    headers,
    body: raw,
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS)
  }).then(
    async answer => {
      await answer.arrayBuffer()
      return answer.status
    },
    () => 0
  )
}

/** The handshake for subscribing an address, which must answer the challenge. [facts on webhooks] */
export async function handshake(url: string, verifyToken: string): Promise<boolean> {
  const challenge = String(Math.floor(Math.random() * 1e10))
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': challenge,
    'hub.verify_token': verifyToken
  })
  const answer = await fetch(`${url}?${query}`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS)
  }).catch(() => undefined)
  return answer?.status === 200 && (await answer.text()).trim() === challenge
}
