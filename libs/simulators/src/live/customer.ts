import type { InboundMessage } from '@inbox/contracts'
import type { SeededRandom } from '@inbox/testing'
import { ask } from '../people/ask.ts'
import type { LiveChannel } from './scene.ts'
import type { Ear } from './switchboard.ts'
import type { Act, Persona, Visit } from './visit.ts'
import type { Phones } from './whatsapp.ts'

/** Somebody with an address on one channel, which they use again when they come back. */
export interface Customer {
  persona: Persona
  channel: LiveChannel
  contact: InboundMessage['contact']
}

export interface Surroundings {
  ingest: string
  /** Base URL of the pictures that customers send. */
  pictures: string
  random: SeededRandom
  phones: Phones
  /** Waits; resolves early if everything stops. */
  wait(ms: number): Promise<void>
  stop: AbortSignal
  /** Returns message ids that no other run has used. */
  newMessageId(): string
}

/** Adapters may post a message again if they missed our answer; it must not show. */
const SHARE_POSTED_TWICE = 0.03

/** Acts out a visit until it ends, the conversation closes, or nobody answers; returns whether they left the page. */
export async function visit(customer: Customer, plan: Visit, ear: Ear, around: Surroundings): Promise<boolean> {
  await carryOut(customer, plan, ear, around)
  if (!plan.closesPage || customer.channel.kind !== 'webchat' || ear.isOver || around.stop.aborted) return false
  const body = { contact: { id: customer.contact.id }, at: new Date().toISOString() }
  await ask('POST', `${around.ingest}/v1/departures`, { token: customer.channel.apiKey, body }).catch(() => undefined)
  return true
}

async function carryOut(customer: Customer, { acts, lateByMs }: Visit, ear: Ear, around: Surroundings): Promise<void> {
  const write = (...contents: InboundMessage['content'][]) => post(customer, contents, lateByMs, around)
  for (const act of acts) {
    if (ear.isOver || around.stop.aborted) return
    if (act.does === 'pause') await around.wait(act.ms)
    else if (act.does === 'awaitAnswer') {
      if (!(await isAnswered(act, ear, around.stop, text => write({ type: 'text', text })))) return
    } else {
      ear.forget()
      await write(...contentsOf(act, around))
    }
  }
}

async function isAnswered(
  { patienceMs, nudges }: Extract<Act, { does: 'awaitAnswer' }>,
  ear: Ear,
  stop: AbortSignal,
  nudge: (text: string) => Promise<void>
): Promise<boolean> {
  for (const text of nudges) {
    if (await ear.nextAnswer(patienceMs, stop)) return true
    if (ear.isOver || stop.aborted) return false
    await nudge(text)
  }
  return ear.nextAnswer(patienceMs, stop)
}

function contentsOf(
  act: Exclude<Act, { does: 'pause' | 'awaitAnswer' }>,
  { pictures, random }: Surroundings
): InboundMessage['content'][] {
  if (act.does === 'write') return [{ type: 'text', text: act.text }]
  if (act.does === 'sendLocation') {
    const { latitude, longitude, name } = act
    return [{ type: 'location', latitude, longitude, name }]
  }
  return Array.from({ length: act.pictures }, (_, index) => ({
    type: 'image',
    url: `${pictures}/${random.integer(0, 360)}.png`,
    mimeType: 'image/png',
    name: `IMG_${random.integer(1000, 9999)}.png`,
    ...(index === 0 && act.caption && { caption: act.caption })
  }))
}

/** Posts them all at once, as a phone does with an album. */
async function post(
  customer: Customer,
  contents: InboundMessage['content'][],
  lateByMs: number,
  around: Surroundings
): Promise<void> {
  const { ingest, random, newMessageId, phones } = around
  const { phoneNumberId } = customer.channel
  if (phoneNumberId) {
    const phone = await phones(phoneNumberId, customer.contact)
    return phone.writes(contents, random.next() < SHARE_POSTED_TWICE)
  }
  const once = (message: InboundMessage) =>
    ask('POST', `${ingest}/v1/messages`, { token: customer.channel.apiKey, body: message }).catch(() => undefined)
  await Promise.all(
    contents.flatMap(content => {
      const message: InboundMessage = {
        messageId: newMessageId(),
        contact: customer.contact,
        sentAt: new Date(Date.now() - lateByMs).toISOString(),
        content
      }
      return random.next() < SHARE_POSTED_TWICE ? [once(message), once(message)] : [once(message)]
    })
  )
}
