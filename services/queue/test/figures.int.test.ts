import { capabilitiesOf, type Message, type ReportDimension } from '@inbox/contracts'
import { systemClock } from '@inbox/kernel'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { byAgent, bySystem, type Conversation } from '../src/domain/conversation.ts'
import { type Command, decide } from '../src/domain/decide.ts'
import { begin } from '../src/domain/decide-receive.ts'
import type { Decision } from '../src/domain/decision.ts'
import { beginningOf, dayAfter } from '../src/domain/local-day.ts'
import { reportOf } from '../src/domain/report.ts'
import { entriesOf } from '../src/outbound/events.ts'
import { openStores } from '../src/store/open-stores.ts'
import { createRecord } from '../src/store/record.ts'
import { offerTo, present } from './builders.ts'

// A day written down by hand. Each expected figure is worked out beside it, from nothing but docs/figures.md.

const stack = new AsyncDisposableStack()
let stores: Awaited<ReturnType<typeof openStores>>
let record: ReturnType<typeof createRecord>

/** `9:00` and `9:00:30` of 2 March, UTC. */
const at = (clock: string) => new Date(`2026-03-02T${clock.padStart(clock.length > 5 ? 8 : 5, '0')}Z`)
const minutes = (count: number) => count * 60_000
const boss = { id: 'boss', name: 'boss' }
const [ana, rui, bit] = [present('ana'), present('rui'), present('bit')]
const close = (actor: { id: string; name: string }, reason?: string): Command => ({
  type: 'close',
  actor: byAgent(actor),
  supervises: actor.id === 'boss',
  ...(reason !== undefined && { reason })
})
const pick = (agent = ana): Command => ({ type: 'pick', agent, slot: `${agent.id}#0`, inTurn: true })
const messageAt = (id: string, from: 'contact' | 'agent', agentId: string, sentAt: Date): Message => ({
  id,
  conversationId: id.split('/')[0]!,
  direction: from === 'contact' ? 'inbound' : 'outbound',
  author: { kind: from, ...(from === 'agent' && { id: agentId }) },
  content: { type: 'text', text: 'hello' },
  sentAt: sentAt.toISOString(),
  receivedAt: sentAt.toISOString()
})
const answer = (agentId: string) => (id: string, now: Date) =>
  ({
    type: 'send',
    agentId,
    can: capabilitiesOf.whatsapp,
    message: messageAt(`${id}/${now.getTime()}`, 'agent', agentId, now)
  }) as const

const answerOf = (agent: typeof bit) => (id: string, now: Date) => {
  const said = answer(agent.id)(id, now)
  return { ...said, message: { ...said.message, author: byAgent(agent) } }
}

type Happening = [clock: string, command: Command | ((id: string, now: Date) => Command)]
interface Story {
  came: string
  /** When the queue got to it, if not at once. */
  handled?: string
  channel?: 'whatsapp' | 'webchat'
  attended?: boolean
  happens?: Happening[]
}

const stories: Record<string, Story> = {
  // waited 6 m and was answered after 8 m, although the queue slept for the first 5; in Ongoing 10 m + 9 m
  served: {
    came: '9:00',
    handled: '9:05',
    happens: [
      ['9:06', pick()],
      ['9:08', answer('ana')],
      ['9:09', answer('ana')],
      ['9:16', { type: 'park', agentId: 'ana', reason: 'parked', actor: byAgent(ana) }],
      ['9:30', { type: 'resume', agent: ana, slot: 'ana#0' }],
      ['9:39', close(ana, 'Solved')]
    ]
  },
  // waited 30 s, answered after 1 m; an hour with ana, then handed to rui, who still has it
  stillOngoing: {
    came: '9:10',
    happens: [
      ['9:10:30', pick()],
      ['9:11', answer('ana')],
      [
        '10:10:30',
        {
          type: 'transferToAgent',
          by: { ...ana, supervises: false },
          target: rui,
          offer: offerTo('rui', { kind: 'transfer', expiresAt: at('10:12') }),
          slot: 'rui#0',
          allowed: true
        }
      ],
      ['10:11', { type: 'acceptOffer', agent: rui }]
    ]
  },
  // gave up after 4 m
  left: { came: '9:20', channel: 'webchat', happens: [['9:24', { type: 'contactLeft', leftAt: at('9:24') }]] },
  // nobody served it, and the contact did not give up
  spam: { came: '9:45', happens: [['9:50', close(boss)]] },
  unattended: { came: '9:46', channel: 'webchat', attended: false },
  // missed by ana, waited 2 m for rui; 3 m with rui, back in Queue, closed from there
  returned: {
    came: '10:00',
    happens: [
      ['10:00', offered('ana', at('10:01'))],
      ['10:01', { type: 'endOffer', offerId: 'offer-ana', cause: 'deadline', actor: bySystem }],
      ['10:01:30', offered('rui', at('10:02:30'))],
      ['10:02', { type: 'acceptOffer', agent: rui }],
      ['10:05', { type: 'returnToQueue', agentId: 'rui', cause: 'returned', actor: byAgent(rui) }],
      ['10:15', close(boss, 'Duplicate')]
    ]
  },
  // waited 1 m; 20 m with rui until the provider closed the window; dismissed
  ranOut: {
    came: '11:00',
    happens: [
      ['11:01', pick(rui)],
      ['11:21', { type: 'expire', refused: true }],
      ['12:00', { type: 'dismiss', outcome: 'Not answered', actor: byAgent(rui) }]
    ]
  },
  // came on the previous day in São Paulo
  early: { came: '1:00' }
}

function offered(agentId: string, expiresAt: Date): Command {
  return {
    type: 'makeOffer',
    agent: present(agentId),
    offer: offerTo(agentId, { expiresAt }),
    slot: `${agentId}#0`,
    actor: bySystem
  }
}

async function tell(id: string, { came, handled = came, channel = 'whatsapp', attended = true, happens = [] }: Story) {
  const keep = async (decision: Decision, before: Conversation | undefined, now: Date): Promise<Conversation> => {
    await record(entriesOf(decision, before, { correlationId: 'test' }, now).map(({ envelope }) => envelope))
    return { ...decision.next, version: (before?.version ?? 0) + 1 }
  }
  const session = channel === 'webchat' ? { kind: 'attended' as const } : { kind: 'window' as const }
  const first = begin(
    {
      message: messageAt(id, 'contact', '', at(came)),
      contact: { id: `contact-${id}`, externalId: id },
      channel: { id: channel, kind: channel, name: channel, session },
      ...{ departmentId: 'sales', priority: 0, attended, botsTurn: false, ownerPresent: false },
      ...{ standardWindowMs: 86_400_000, newId: id, referenceNumber: id }
    },
    null,
    at(handled)
  )
  let conversation = await keep(first, undefined, at(handled))
  for (const [clock, command] of happens) {
    const now = at(clock)
    const decided = decide(typeof command === 'function' ? command(id, now) : command, conversation, now)
    if (!decided.ok || decided.value === 'unchanged') throw new Error(`${id} at ${clock}: ${JSON.stringify(decided)}`)
    conversation = await keep(decided.value, conversation, now)
  }
}

async function report(by: ReportDimension[], { day = '2026-03-02', timeZone = 'UTC' } = {}) {
  const groups = await stores.reports.groups({
    ...{ from: beginningOf(day, timeZone), until: beginningOf(dayAfter(day), timeZone), timeZone, by, targetMs: 60_000 }
  })
  if (!groups.ok) throw new Error(groups.error.detail)
  return reportOf(groups.value, by, { department: new Map(), agent: new Map([ana, rui].map(a => [a.id, a.name])) })
}

beforeAll(async () => {
  const logger = createLogger('test', 'silent')
  const isolated = stack.use(await isolate(import.meta.url))
  const mongo = stack.use(await connectMongo({ url: isolated.mongodbUrl, database: isolated.database, logger }))
  const onMiss = () => undefined
  const broker = { publish: async () => undefined }
  stores = stack.use(await openStores({ mongo, broker, clock: systemClock, logger, onMiss }))
  record = createRecord({ ...stores, onMiss })
  for (const [id, story] of Object.entries(stories)) await tell(id, story)
})
afterAll(() => stack.disposeAsync())

describe('the figures of a day worked out by hand', () => {
  it('count who arrived, who was served and who was not', async () => {
    const { total } = await report(['day'])
    expect(total).toMatchObject({
      arrived: 8,
      unattended: 1,
      started: 4, // served, stillOngoing, returned, ranOut
      abandoned: 1, // left
      abandonedAfterMs: minutes(4),
      closedUnserved: 1, // spam
      offered: 2, // returned, to ana and rui; a transfer is no offer of what waits
      missed: 1
    })
  })

  it('measure the wait and the first response from when the contact wrote, even if queue was down', async () => {
    const { total } = await report(['day'])
    expect(total).toMatchObject({
      waitMs: (minutes(6) + 30_000 + minutes(2) + minutes(1)) / 4,
      longestWaitMs: minutes(6),
      answered: 2, // served, stillOngoing; the second answer is no first one
      firstResponseMs: (minutes(8) + minutes(1)) / 2,
      longestFirstResponseMs: minutes(8)
    })
  })

  it('measure the service level over everybody whose wait ended, including those who gave up', async () => {
    const { total } = await report(['day'])
    // within a minute: stillOngoing (30 s), ranOut (60 s); out of 4 served and 1 who gave up
    expect(total).toMatchObject({ startedInTime: 2, serviceLevel: 2 / 5, abandonmentRate: 1 / 5 })
  })

  it('measure the handling time of closed conversations, and of no others', async () => {
    const { total } = await report(['day'])
    // served 19 m, returned 3 m, ranOut 20 m; the hour of stillOngoing counts once it is closed
    expect(total).toMatchObject({ closed: 3, handlingMs: (minutes(19) + minutes(3) + minutes(20)) / 3 })
    expect(total.ongoingMs).toBe(minutes(19) + minutes(60) + minutes(3) + minutes(20))
  })

  it('by agent show each agent’s own time, and handling for the last one', async () => {
    const { rows } = await report(['agent'])
    expect(rows).toMatchObject([
      {
        agentId: 'ana',
        started: 2,
        answered: 2,
        closed: 1,
        handlingMs: minutes(19),
        ongoingMs: minutes(79),
        missed: 1
      },
      {
        agentId: 'rui',
        started: 2,
        answered: 0,
        closed: 1,
        handlingMs: minutes(20),
        ongoingMs: minutes(23),
        missed: 0
      },
      { arrived: 8, abandoned: 1, closed: 1, handlingMs: minutes(3), ongoingMs: 0 }
    ])
  })

  it('by close reason show how many were closed for it, including unserved ones', async () => {
    const { rows } = await report(['reason'])
    expect(
      rows.map(({ reason, closed, closedUnserved, abandoned }) => [reason, closed, closedUnserved, abandoned])
    ).toEqual([
      ['closed', 0, 1, 0],
      ['Duplicate', 1, 0, 0],
      ['Not answered', 1, 0, 0],
      ['Solved', 1, 0, 0],
      ['visitorLeft', 0, 0, 1],
      [undefined, 0, 0, 0]
    ])
  })

  it('have the same sums by day, department and channel as in total', async () => {
    const { total } = await report(['day'])
    for (const by of [['day'], ['department'], ['channel'], ['agent'], ['day', 'channel']] as ReportDimension[][]) {
      const { rows } = await report(by)
      for (const figure of ['arrived', 'started', 'closed', 'abandoned', 'ongoingMs'] as const)
        expect(rows.reduce((sum, row) => sum + row[figure], 0)).toBe(total[figure])
    }
  })

  it('belong to the day on the clocks of the time zone', async () => {
    const timeZone = 'America/Sao_Paulo'
    expect((await report(['day'], { day: '2026-03-01', timeZone })).total).toMatchObject({ arrived: 1, started: 0 })
    expect((await report(['day'], { timeZone })).total).toMatchObject({ arrived: 7, started: 4 })
  })

  it('are the same on the board as in a report', async () => {
    const flows = await stores.activity.flows(at('0:00'), 60)
    const { total } = await report(['day'])
    for (const figure of ['arrived', 'started', 'closed', 'abandoned'] as const)
      expect([figure, flows.reduce((sum, flow) => sum + (flow[figure] ?? 0), 0)]).toEqual([figure, total[figure]])
  })

  it('count bots separately: what people took, waited for and worked on begins with the hand-over', async () => {
    const before = (await report(['day'])).total
    // one solved by the bot alone; one handed over after 2 m, after which ana took 1 m to come and another to answer
    await tell('solved', {
      came: '13:00',
      happens: [
        ['13:01', pick(bit)],
        ['13:01:05', answerOf(bit)],
        ['13:05', close(bit)]
      ]
    })
    await tell('handedOver', {
      came: '13:10',
      happens: [
        ['13:11', pick(bit)],
        ['13:11:05', answerOf(bit)],
        ['13:12', { type: 'returnToQueue', agentId: 'bit', cause: 'returned', actor: byAgent(bit) }],
        ['13:13', pick()],
        ['13:14', answer('ana')]
      ]
    })
    const { total } = await report(['day'])
    const more = (figure: keyof typeof total) => Number(total[figure]) - Number(before[figure])
    const figures = ['arrived', 'started', 'answered', 'closed', 'abandoned', 'closedUnserved', 'offered'] as const
    expect(figures.map(more)).toEqual([2, 1, 1, 0, 0, 0, 0])
    expect([more('botStarted'), more('botSolved'), more('botHandedOver'), more('ongoingMs')]).toEqual([2, 1, 1, 0])
    expect(total.waitMs! * total.started - before.waitMs! * before.started).toBe(minutes(1))
    expect(total.firstResponseMs! * 3 - before.firstResponseMs! * 2).toBe(minutes(2))
    const ofBit = (await report(['agent'])).rows.find(row => row.agentId === 'bit')
    expect(ofBit).toMatchObject({ started: 0, closed: 0, botStarted: 2, botSolved: 1, botHandedOver: 1 })
  })
})
