import type { InboundMessage } from '@inbox/contracts'
import type { SeededRandom } from '@inbox/testing'
import { createContact } from '../people/contact.ts'
import { type Customer, type Surroundings, visit } from './customer.ts'
import type { LiveChannel } from './scene.ts'
import type { createSwitchboard } from './switchboard.ts'
import { newPersona, type Persona, planVisit, weighted } from './visit.ts'

export interface CrowdOptions extends Surroundings {
  channels: readonly LiveChannel[]
  switchboard: ReturnType<typeof createSwitchboard>
  say(line: string): void
  onCustomer(customer: Customer): void
}

const MEAN_GAP_MS = 7000
const MAX_VISITS = 40
/** If nobody serves them, real customers give up at some point, and so do ours. */
const MAX_WAITING = 60
const MAX_REMEMBERED = 150
/** The relative traffic of each kind of channel. */
const shares = { whatsapp: 4, webchat: 4, api: 2, email: 1 } as const

/** Sends customers, alone and in waves, until everything stops; some come back. */
export async function crowd(options: CrowdOptions): Promise<void> {
  const { random, stop, wait, switchboard } = options
  const known: Customer[] = []
  const here = new Set<string>()
  const visits = new Set<Promise<void>>()

  const comes = () => {
    if (here.size >= MAX_VISITS || switchboard.waiting() >= MAX_WAITING) return
    const customer = customerFor(options, known)
    if (here.has(customer.contact.id) || switchboard.isInConversation(customer.contact.id)) return
    here.add(customer.contact.id)
    options.onCustomer(customer)
    const done = stay(customer, options).finally(() => {
      here.delete(customer.contact.id)
      visits.delete(done)
    })
    visits.add(done)
  }
  while (!stop.aborted) {
    comes()
    const isWave = random.next() < 0.03
    for (let more = isWave ? random.integer(5, 10) : 0; more > 0 && !stop.aborted; more--) {
      await wait(random.integer(100, 1500))
      comes()
    }
    await wait(-Math.log(1 - random.next()) * MEAN_GAP_MS)
  }
  await Promise.all(visits)
}

async function stay({ persona, channel, contact }: Customer, options: CrowdOptions): Promise<void> {
  const phone = createContact(options.ingest, channel.apiKey, contact)
  const hears = (id: string) =>
    channel.phoneNumberId ? looks(channel.phoneNumberId, contact, options) : phone.reports(id, 'delivered')
  using ear = options.switchboard.earOf(contact.id, id => void hears(id).catch(() => undefined))
  options.say(`${persona.name} writes on ${channel.name}`)
  const plan = planVisit(options.random, persona.language, channel.topic)
  const left = await visit({ persona, channel, contact }, plan, ear, options)
  if (left) options.say(`${persona.name} leaves ${channel.name}`)
}

/** Looks at the phone some time after it rang. */
async function looks(
  phoneNumberId: string,
  contact: InboundMessage['contact'],
  { phones, wait, random }: CrowdOptions
) {
  await wait(random.integer(2000, 6000))
  return (await phones(phoneNumberId, contact)).reads()
}

function customerFor({ random, channels }: CrowdOptions, known: Customer[]): Customer {
  if (known.length > 5 && random.next() < 0.25) return random.pick(known)
  const persona = newPersona(random)
  const channel = weighted(
    random,
    channels.map(each => [each, shares[each.kind]] as const)
  )
  const customer = { persona, channel, contact: contactOn(channel, persona, random) }
  known.push(customer)
  if (known.length > MAX_REMEMBERED) known.shift()
  return customer
}

const countries = { pt: 'BR', es: 'ES', en: 'GB', de: 'DE', ja: 'JP', ar: 'MA' } as const
const dialling = { pt: '55', es: '34', en: '44', de: '49', ja: '81', ar: '212' } as const

/** A person as the channel knows them: by number, address, handle, or hardly at all. */
function contactOn(
  { kind, name: channel, phoneNumberId }: LiveChannel,
  persona: Persona,
  random: SeededRandom
): InboundMessage['contact'] {
  const { name, language } = persona
  const number = `${dialling[language]}${random.integer(100_000_000, 999_999_999)}`
  const handle = handleOf(name, random)
  if (phoneNumberId) return { id: `${countries[language]}.${number}`, name, phone: `+${number}` }
  if (kind === 'whatsapp') return { id: number, name, phone: `+${number}`, attributes: { language } }
  if (kind === 'email')
    return { id: `${handle}@example.org`, name, email: `${handle}@example.org`, attributes: { language } }
  if (kind === 'api')
    return { id: `${channel.toLowerCase()}:${handle}`, name, attributes: { handle: `@${handle}`, language } }
  const visitor = `visitor-${random.integer(100_000, 999_999)}`
  return random.next() < 0.3
    ? { id: visitor, attributes: { language } }
    : { id: visitor, name, attributes: { language } }
}

const handleOf = (name: string, random: SeededRandom): string => {
  const latin = name
    .normalize('NFKD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .join('.')
  return `${latin || 'user'}${random.integer(10, 99)}`
}
