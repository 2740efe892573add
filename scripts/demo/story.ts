import type {
  ConversationSummary,
  CurrentState,
  listConversations,
  listHistory,
  listMessages,
  OperationAnswer
} from '@inbox/contracts'
import type { Agent, Contact } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import type { Monitor, Stage } from './stage.ts'
import type { Stopwatch } from './stopwatch.ts'

/** The people and things that earlier steps hand to later ones. */
export interface Plot {
  people: Record<'ana' | 'rui' | 'eva' | 'leo', Agent>
  zoe: Contact
  yan: Contact
  acceptedAt: number
  /** The agent who was offered Zoe's conversation and started it. */
  chosen: Agent
  /** Its id. */
  started: string
}

interface Step {
  title: string
  act(stage: Stage, watch: Stopwatch, plot: Plot): Promise<void>
}

type Page = OperationAnswer<typeof listConversations>

const DEMOTION_MS = 30_000
/** The time starts at the latest one ping interval after the loss; one more second is granted for everything else. */
const LATEST_DEMOTION_MS = DEMOTION_MS + 3000 + 1000

const at = (id: string, rest = '') => `/v1/conversations/${id}${rest}`
const of = (contact: Contact) => (it: ConversationSummary) => it.contact.externalId === contact.id
const idsIn = async (agent: Agent, tab: 'queue' | 'inactives') =>
  (await agent.get<Page>(`/v1/conversations?tab=${tab}&limit=200`)).body.items.map(({ id }) => id)

/** Makes a call, and measures how long the response took. */
async function timed<Answer extends object>(call: () => Promise<Answer>) {
  const began = performance.now()
  const answer = await call()
  return { ...answer, ms: performance.now() - began, endedAt: performance.now() }
}

async function arrival(stage: Stage, { check }: Stopwatch, plot: Plot) {
  const [ana, rui, eva, leo] = await stage.agents('Ana', 'Rui', 'Eva', 'Leo')
  plot.people = { ana: ana!, rui: rui!, eva: eva!, leo: leo! }
  plot.zoe = stage.contact('Zoe', 'whatsapp', stage.sales)
  plot.yan = stage.contact('Yan', 'webchat', stage.support)
  for (const [contact, what] of [
    [plot.zoe, 'WhatsApp'],
    [plot.yan, 'web chat']
  ] as const) {
    const { status, ms, endedAt } = await timed(() => contact.writes(`Hello from ${what}`))
    plot.acceptedAt ??= endedAt
    check(`a ${what} message is accepted: 202, so the broker holds it`, status === 202, ms)
  }
}

async function automatic({ supervisor, sales }: Stage, { check }: Stopwatch, plot: Plot) {
  const people = Object.values(plot.people)
  const { offer, id } = await supervisor.sees(it => of(plot.zoe)(it) && it.status === 'offered')
  const chosen = people.find(agent => agent.id === offer!.agentId)!
  const pushed = await chosen.hears('offer', it => it.id === id)
  check(`Sales offers it to ${chosen.name}: pushed to the agent's socket`, true, pushed.at - plot.acceptedAt)
  const { items } = (await supervisor.get<OperationAnswer<typeof listHistory>>(at(id, '/history'))).body
  const { candidates, strategy } = items.find(({ rule }) => rule === 'T3')!.decision!
  const names = people.filter(agent => candidates.includes(agent.id)).map(agent => agent.name)
  check(`chosen by ${strategy} draw among ${names.join(', ')}`, candidates.includes(chosen.id))
  const ongoing = await chosen.get<Page>('/v1/conversations?tab=ongoing')
  const found = ongoing.body.items.find(it => it.id === id)
  check(
    `it stands in ${chosen.name}'s Ongoing, not accepted yet`,
    found?.status === 'offered' && found.departmentId === sales.id
  )
  const { status, body, ms } = await timed(() => chosen.post(at(id, '/accept'), { offerId: offer!.id }))
  check(`${chosen.name} accepts: the conversation is started`, status === 200 && body.status === 'ongoing', ms)
  Object.assign(plot, { chosen, started: id })
}

async function manual(stage: Stage, { check }: Stopwatch, { people: { ana, leo }, yan }: Plot) {
  const later = stage.contact('Xenia', 'whatsapp', stage.support)
  await later.writes('Hello a little later')
  const queued = (contact: Contact) => stage.supervisor.sees(it => of(contact)(it) && it.status === 'queued')
  const [first, second] = await Promise.all([queued(yan), queued(later)])
  const queue = await idsIn(leo, 'queue')
  check(
    'Support is manual: both wait in Queue, in order of arrival',
    queue.indexOf(first.id) >= 0 && queue.indexOf(first.id) < queue.indexOf(second.id)
  )
  const preview = await timed(() => leo.get<OperationAnswer<typeof listMessages>>(at(first.id, '/messages')))
  const same = (await leo.get<ConversationSummary>(at(first.id))).body
  check(
    'Leo previews it, which starts nothing',
    preview.body.items.length === 1 && same.version === first.version,
    preview.ms
  )
  const accepted = await timed(() => leo.post(at(first.id, '/accept')))
  check('Leo accepts it', accepted.status === 200 && accepted.body.agent?.name === 'Leo', accepted.ms)
  const lost = await timed(() => ana.post<{ code: string; current?: CurrentState }>(at(first.id, '/accept')))
  const { code, current } = lost.body
  check(
    `Ana is too late: 409 ${code}, it is with ${current?.agent?.name}`,
    lost.status === 409 && current?.agent?.name === 'Leo',
    lost.ms
  )
}

async function answer(_: Stage, { check }: Stopwatch, { chosen, started, zoe }: Plot) {
  const reply = {
    clientMessageId: `hello-${started}`,
    content: { type: 'text', text: 'Good morning, how can I help?' }
  }
  const sent = await timed(() => chosen.post(at(started, '/messages'), reply))
  check(`${chosen.name} answers`, sent.status === 202, sent.ms)
  const reported = await timed(() => zoe.reports(sent.body.id, 'delivered'))
  const { at: deliveredAt } = await chosen.hears(
    'message',
    ({ message }) => message.id === sent.body.id && message.status === 'delivered'
  )
  check(
    'what the adapter of the channel reports is ticked',
    reported.status === 202,
    deliveredAt - reported.endedAt + reported.ms
  )
}

async function silence(stage: Stage, { check }: Stopwatch, { people, chosen, started }: Plot) {
  const { supervisor, sales } = stage
  for (const other of Object.values(people))
    if (other !== chosen) await other.put('/v1/me/status', { status: 'unavailable' })
  const wim = stage.contact('Wim', 'whatsapp', sales)
  await wim.writes('May I ask something?')
  const offered = await supervisor.sees(it => of(wim)(it) && it.offer?.agentId === chosen.id)
  chosen.fallSilent()
  const silentAt = performance.now()
  check(`${chosen.name}'s network fails, with one conversation started and one offered`, true)
  await supervisor.hears('presence', it => it.agentId === chosen.id && it.link === 'reconnecting', {
    timeoutMs: 15_000
  })
  const uma = stage.contact('Uma', 'whatsapp', sales)
  await uma.writes('Me too, but later')
  const waiting = await supervisor.sees(it => of(uma)(it) && it.status === 'queued')

  const patience = { timeoutMs: LATEST_DEMOTION_MS + 5000 }
  const [parked, back] = await Promise.all([
    supervisor.hears('conversation', it => it.id === started && it.status === 'pending', patience),
    supervisor.hears('conversation', it => it.id === offered.id && it.version > offered.version, patience)
  ])
  const [parkedMs, backMs] = [parked.at - silentAt, back.at - silentAt]
  check('nothing moved before 30 s', Math.min(parkedMs, backMs) >= DEMOTION_MS)
  check(`just after, the started one is in ${chosen.name}'s My Inbox`, parkedMs <= LATEST_DEMOTION_MS, parkedMs)
  check(
    'and the offered one is back in Queue',
    back.payload.status === 'queued' && backMs <= LATEST_DEMOTION_MS,
    backMs
  )
  const queue = await idsIn(supervisor, 'queue')
  const place = queue.indexOf(offered.id)
  check(
    'at its old place, before who came later',
    back.payload.enqueuedAt === offered.enqueuedAt && place >= 0 && place < queue.indexOf(waiting.id)
  )
  chosen.comeBack()
}

async function expiry(stage: Stage, { check }: Stopwatch, { people: { leo } }: Plot) {
  const { contact, seconds } = await stage.shortWindow()
  const sentAt = new Date()
  const writtenAt = performance.now()
  await contact.writes('Quick question', { sentAt: sentAt.toISOString() })
  const { id } = await stage.supervisor.sees(of(contact))
  const accepted = await leo.post(at(id, '/accept'))
  check(
    `Leo takes a conversation whose session window lasts ${seconds} s`,
    accepted.status === 200 && accepted.body.window
  )
  const gone = await leo.hears('conversation', it => it.id === id && it.status === 'inactive', {
    timeoutMs: seconds * 1000 + 10_000
  })
  const ms = gone.at - writtenAt
  check(
    'it runs out: the conversation is in Inactive',
    ms >= seconds * 1000 && (await idsIn(leo, 'inactives')).includes(id),
    ms
  )
  const late = { clientMessageId: `late-${id}`, content: { type: 'text', text: 'Too late' } }
  const refused = await timed(() => leo.post<{ code: string }>(at(id, '/messages'), late))
  check(
    `sending is refused: 409 ${refused.body.code}`,
    refused.status === 409 && refused.body.code === 'window-expired',
    refused.ms
  )
}

async function unattended(stage: Stage, { check }: Stopwatch) {
  const { supervisor, support } = stage
  for (const name of ['Ana', 'Leo']) await stage.leave(name)
  await waitFor(
    async () => {
      const { agents } = (await supervisor.get<Monitor>('/v1/monitor')).body
      return agents
        .filter(({ departmentIds, limit }) => limit > 0 && departmentIds.includes(support.id))
        .every(({ status, link }) => status === 'loggedOut' || link === 'disconnected')
    },
    { timeoutMs: 15_000, describe: 'everybody of Support to be gone' }
  )
  const tom = stage.contact('Tom', 'webchat', support)
  const { endedAt } = await timed(() => tom.writes('Is anybody there?'))
  const heard = await supervisor.hears('conversation', of(tom))
  const { status, reason } = heard.payload
  check(
    `web chat writes while nobody is there: Inactive, ${reason}`,
    status === 'inactive' && reason === 'unattended',
    heard.at - endedAt
  )
}

/** The story, step by step; each continues where the previous one ended. */
export const steps: readonly Step[] = [
  { title: '1 · Two messages arrive', act: arrival },
  { title: '2 · Automatic distribution', act: automatic },
  { title: '3 · Manual distribution', act: manual },
  { title: '4 · The answer', act: answer },
  { title: '5 · An agent whose network fails (this takes the true 30 seconds)', act: silence },
  { title: '6 · A session window runs out', act: expiry },
  { title: '7 · Nobody is there', act: unattended }
]
