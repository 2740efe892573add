import { randomUUID } from 'node:crypto'
import type { ConversationSummary, Department } from '@inbox/contracts'
import type { SeededRandom } from '@inbox/testing'
import type { Person } from './person.ts'
import { phrases } from './phrases.ts'
import type { Language } from './talks.ts'

export interface WorkPlace {
  random: SeededRandom
  wait(ms: number): Promise<void>
  stop: AbortSignal
  limit: number
  departments: readonly Pick<Department, 'id' | 'name' | 'distribution' | 'closeForm'>[]
  languageOf(externalId: string): Language
  say(line: string): void
}

const TIMEOUT_MS = 90_000
const path = (id: string, rest: string) => `/v1/conversations/${id}/${rest}`

/** Looks at the inbox every few seconds, as people do: accepts, answers, parks, transfers, closes, takes breaks. */
export async function work(agent: Person, place: WorkPlace): Promise<void> {
  const { random, wait, stop } = place
  const busyWith = new Set<string>()
  const said = new Map<string, number>()
  let nextBreak = Date.now() + random.integer(240_000, 600_000)

  const beginning = (id: string, task: () => Promise<unknown>) => {
    if (busyWith.has(id)) return
    busyWith.add(id)
    // if anything goes wrong, somebody was quicker or the system is down: look again
    void task()
      .catch(() => {})
      .finally(() => busyWith.delete(id))
  }
  const list = async (tab: string) =>
    (await agent.call<{ items?: ConversationSummary[] }>('GET', `/v1/conversations?tab=${tab}&limit=100`)).body.items ??
    []

  const look = async () => {
    const [ongoing, parked] = await Promise.all([list('ongoing'), list('myInbox')])
    for (const it of ongoing) {
      if (it.status === 'offered') {
        if (it.offer?.agentId === agent.id) beginning(it.id, () => considerOffer(agent, it, place))
      } else beginning(it.id, () => serve(agent, it, said, place))
    }
    for (const it of parked)
      if (ongoing.length < place.limit && random.next() < 0.05)
        beginning(it.id, () => agent.call('POST', path(it.id, 'resume')))
    if (ongoing.length < place.limit && random.next() < 0.6) await pick()
  }
  const pick = async () => {
    const manual = new Set(
      place.departments.filter(({ distribution }) => distribution.mode === 'manual').map(({ id }) => id)
    )
    const head = (await list('queue')).find(({ departmentId }) => manual.has(departmentId))
    if (head) await agent.call('POST', path(head.id, 'accept'))
  }
  const rest = async () => {
    nextBreak = Date.now() + random.integer(240_000, 600_000)
    await agent.call('PUT', '/v1/me/status', { status: 'break', reason: 'Coffee' })
    await wait(random.integer(20_000, 60_000))
    await agent.call('PUT', '/v1/me/status', { status: 'available' })
  }
  while (!stop.aborted) {
    await look().catch(() => {})
    if (Date.now() > nextBreak) await rest().catch(() => {})
    await wait(random.integer(1500, 4000))
  }
}

async function considerOffer(agent: Person, it: ConversationSummary, { random, wait }: WorkPlace) {
  await wait(random.integer(800, 6000))
  const offerId = it.offer!.id
  const chance = random.next()
  if (chance < 0.04) await agent.call('POST', path(it.id, 'decline'), { offerId })
  else if (chance < 0.97) await agent.call('POST', path(it.id, 'accept'), { offerId })
}

/** Answers the contact's last message, or decides what to do if they stay silent. */
async function serve(agent: Person, it: ConversationSummary, said: Map<string, number>, place: WorkPlace) {
  const { random, wait } = place
  const silentMs = Date.now() - Date.parse(it.lastMessage?.at ?? it.enqueuedAt)
  if (it.lastMessage?.direction === 'outbound') {
    if (silentMs < TIMEOUT_MS) return
    if (random.next() < 0.4) await agent.call('POST', path(it.id, 'park'))
    else await close(agent, it, place)
    return
  }
  const step = said.get(it.id) ?? 0
  const { greetings, questions, solutions, goodbyes } = phrases[place.languageOf(it.contact.externalId)].agent
  const text = random.pick([greetings, questions, solutions, goodbyes][Math.min(step, 3)]!)
  await agent.call('POST', path(it.id, 'read'))
  await wait(random.integer(1500, 6000))
  await agent.call('POST', path(it.id, 'typing'), { typing: true })
  await wait(text.length * random.integer(25, 60))
  await agent.call('POST', path(it.id, 'messages'), {
    clientMessageId: randomUUID(),
    content: { type: 'text', text: addressed(text, it.contact.name, agent.name) }
  })
  said.set(it.id, step + 1)
  if (step === 1 && random.next() < 0.15)
    await agent.call('POST', path(it.id, 'notes'), {
      text: random.pick(['Second time this month', 'VIP, be generous', 'Asked the warehouse, answer tomorrow'])
    })
  if (step === 1 && random.next() < 0.08) return await handOver(agent, it, place)
  if (step >= 3) {
    said.delete(it.id)
    await wait(random.integer(2000, 8000))
    await close(agent, it, place)
  }
}

/** Fills in the names; without the contact's name if it is unknown. */
export function addressed(text: string, contact: string | undefined, agent: string): string {
  const named = contact ? text.replace('{name}', contact.split(' ')[0]!) : text.replace(/[ ,]*\{name\}/, '')
  return named.replace('{agent}', agent)
}

async function handOver(agent: Person, { id, departmentId }: ConversationSummary, { random, departments }: WorkPlace) {
  const others = departments.filter(department => department.id !== departmentId)
  if (others.length > 0)
    await agent.call('POST', path(id, 'transfer'), {
      departmentId: random.pick(others).id,
      note: 'This one is for you'
    })
}

async function close(agent: Person, { id, departmentId, contact }: ConversationSummary, place: WorkPlace) {
  const { random, departments, say } = place
  const reasons = departments.find(department => department.id === departmentId)?.closeForm?.reasons ?? []
  const tags = random.next() < 0.5 ? [random.pick(['delivery', 'payment', 'account', 'order', 'returns'])] : []
  await agent.call('POST', path(id, 'close'), { reason: random.pick(reasons.length > 0 ? reasons : ['Solved']), tags })
  say(`${agent.name} closes the conversation with ${contact.name ?? contact.externalId}`)
}
