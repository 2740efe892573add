import { deliveryRequested, type Envelope } from '@inbox/contracts'
import type { Entry } from '@inbox/storage'
import { seededRandom } from '@inbox/testing'
import { describe, expect, it } from '@jest/globals'
import { contactIdOf } from '../../src/domain/contact.ts'
import { type Conversation, isLive } from '../../src/domain/conversation.ts'
import { toConversation } from '../../src/store/conversation-document.ts'
import { after, inStatus, noon, present } from '../builders.ts'
import { queueInMemory } from './queue-in-memory.ts'

/** WINDOW_RACES=10000 for a long run. */
const RACES = Number(process.env.WINDOW_RACES ?? 1500)
const EXTERNAL_ID = '+55'
const DAY_MS = 86_400_000
const end = noon
const ana = { id: 'ana', name: 'ana', role: 'agent' as const, departmentIds: ['sales'] }

interface Commit {
  next: Conversation
  entries: Entry[]
  at: Date
}

/** An ongoing conversation, milliseconds before its window ends; accesses to it are in an order picked by `random`. */
async function race(seed: number) {
  const random = seededRandom(seed)
  let now = after(-random.integer(0, 6))
  const waiting: (() => void)[] = []
  const step = () => new Promise<void>(resolve => waiting.push(resolve))
  const queue = queueInMemory(step, { clock: { now: () => now } })
  queue.agentStates.set('ana', present('ana'))
  const contact = { id: contactIdOf('wa', EXTERNAL_ID), externalId: EXTERNAL_ID }
  const inserting = queue.conversations.insert(inStatus.ongoing({ contact, window: { expiresAt: end } }), [])
  waiting.shift()!()
  await inserting

  const commits: Commit[] = []
  const { commit } = queue.conversations
  queue.conversations.commit = async (before, next, entries) => {
    const done = await commit(before, next, entries)
    if (done !== 'conflict') commits.push({ next, entries, at: now })
    return done
  }
  const expire = () => queue.execute('conv', { type: 'expire' }, queue.origin)
  const write = { clientMessageId: 'answer', content: { type: 'text', text: 'here you are' } } as const
  const sentAt = after(random.integer(-4, 4))
  const actors = random.shuffle([
    () => expire(),
    () => expire(),
    () => queue.post(EXTERNAL_ID, sentAt),
    () => queue.desk.send('conv', ana, write, queue.origin)
  ])
  let running = actors.length
  const outcomes = new Map<() => unknown, unknown>()
  for (const act of actors)
    void act().then(outcome => {
      outcomes.set(act, outcome)
      running -= 1
    })
  while (running > 0) {
    waiting.splice(random.integer(0, waiting.length), 1)[0]?.()
    if (random.integer(0, 3) === 0) now = new Date(now.getTime() + 1)
    await settled()
  }
  const states = [...queue.documents.values()].map(toConversation)
  return { commits, states, sentAt, now }
}

/** Lets the released handler reach its next access, or finish: no handler awaits more often in between. */
const settled = async () => {
  for (let turns = 0; turns < 40; turns++) await Promise.resolve()
}

const requests = ({ entries }: Commit) =>
  entries.map(({ envelope }) => envelope).filter(({ type }) => type === deliveryRequested.type) as Envelope<{
    window: { expiresAt: string }
    requestedAt: string
  }>[]

describe('the end of a session window concurrent with a message of the contact and an answer', () => {
  it('I9: no answer is accepted at or after the end, no live window expires, and nothing is lost', async () => {
    const first = seededRandom()
    const seen = { expiredFirst: 0, writtenFirst: 0, reinstated: 0, superseded: 0, answered: 0, refused: 0 }
    for (let n = 0; n < RACES; n++) {
      const seed = first.seed + n
      await seededRandom(seed).printSeedOnFailure(async () => judge(await race(seed), seen))
    }
    // every order occurred many times
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RACES / 50)
  }, 120_000)
})

function judge({ commits, states, sentAt, now }: Awaited<ReturnType<typeof race>>, seen: Record<string, number>) {
  const inTime = sentAt < end
  const expiry = commits.findIndex(({ next }) => next.status === 'inactive')
  const extended = commits.findIndex(({ next }) => next.id === 'conv' && next.window!.expiresAt > end)
  const expired = expiry >= 0
  const early = expired && (commits[expiry]!.at < end || (extended >= 0 && expiry > extended))
  const answers = commits.flatMap(requests)
  const late = answers.filter(({ data }) => data.requestedAt >= data.window.expiresAt)

  // the contact's message is in the one live conversation, under the window it opened
  const live = states.filter(isLive)
  const { id, status, window } = live[0]!
  const facts = {
    ...{ early, late, answers: Math.max(1, answers.length), live: live.length },
    inactive: states.filter(each => each.status === 'inactive').length,
    open: window!.expiresAt > now && window!.expiresAt.getTime() - sentAt.getTime() === DAY_MS,
    kept: id === 'conv',
    ...(!expired && { status })
  }
  expect(facts).toEqual({
    ...{ early: false, late: [], answers: 1, live: 1, inactive: 0, open: true, kept: !expired || inTime },
    ...(!expired && { status: 'ongoing' })
  })

  seen[expired ? 'expiredFirst' : 'writtenFirst']! += 1
  if (expired) seen[inTime ? 'reinstated' : 'superseded']! += 1
  seen[answers.length > 0 ? 'answered' : 'refused']! += 1
}
