import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { ConversationSummary, Message, Transition } from '@inbox/contracts'
import { type Service, type System, startSystem } from '@inbox/devstack'
import { type Recording, startRecording, violationsOf } from '@inbox/history-checker'
import { type Agent, connectVisitor, createContact, signIn, startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { endOfRun } from './end-of-run.ts'
import { namedMetrics } from './named-metrics.ts'
import { formTeam as formAnyTeam, type TeamOptions } from './team.ts'
import { GONE_MS, webChat } from './web-chat.ts'
import { whatsApp } from './whatsapp.ts'

const PRESENCE_TIMEOUT_MS = 3000
const PRESENCE_PING_MS = 500

let system: System
let recording: Recording
const accepted: ReadonlySet<string>[] = []
beforeAll(async () => {
  const env = {
    PRESENCE_TIMEOUT_MS: `${PRESENCE_TIMEOUT_MS}`,
    PRESENCE_PING_MS: `${PRESENCE_PING_MS}`,
    VISITOR_GONE_MS: `${GONE_MS}`
  }
  system = await startSystem(import.meta.url, { env })
  recording = await startRecording(system)
}, 60_000)
afterAll(() => system?.stop())

const formTeam = async (options: TeamOptions) => {
  const team = await formAnyTeam(system, options)
  accepted.push(team.accepted)
  return team
}

interface Page<Item> {
  items: Item[]
}
const idsIn = async (agent: Agent, tab: string) =>
  (await agent.get<Page<ConversationSummary>>(`/v1/conversations?tab=${tab}&limit=200`)).body.items.map(({ id }) => id)
const at = (id: string, rest = '') => `/v1/conversations/${id}${rest}`
const text = (words: string) => ({ type: 'text', text: words })

describe('automatic distribution', () => {
  test('offers a message to one agent, in whose Ongoing it stands before acceptance; the answer goes out', () =>
    system.withLogs(async () => {
      await using team = await formTeam({ mode: 'automatic', limits: [1, 1] })
      const contact = team.contact('Zoe')
      expect((await contact.writes('Hello')).status).toBe(202)

      const { offer } = await team.supervisor.sees(
        ({ contact: { externalId }, status }) => externalId === contact.id && status === 'offered'
      )
      const [chosen, other] = team.agents[0]!.id === offer!.agentId ? team.agents : team.agents.toReversed()
      const { payload: offered } = await chosen!.hears('offer')
      expect(offered).toMatchObject({ status: 'offered', offer: { id: offer!.id, kind: 'automatic' }, unread: 1 })
      expect(await idsIn(chosen!, 'ongoing')).toEqual([offered.id])
      expect(await idsIn(other!, 'ongoing')).toEqual([])
      expect(await idsIn(chosen!, 'queue')).toEqual([])

      expect((await other!.post(at(offered.id, '/accept'))).status).not.toBe(200)
      const accepted = await chosen!.post(at(offered.id, '/accept'), { offerId: offer!.id })
      expect(accepted).toMatchObject({ status: 200, body: { status: 'ongoing', agent: { id: chosen!.id } } })
      expect(await chosen!.post(at(offered.id, '/accept'), { offerId: offer!.id })).toMatchObject({ status: 200 })

      const reply = { clientMessageId: 'reply-1', content: text('Good morning') }
      const sent = await chosen!.post<Message>(at(offered.id, '/messages'), reply)
      expect(sent).toMatchObject({ status: 202, body: { direction: 'outbound', author: { id: chosen!.id } } })
      expect(sent.body.status).toBe('queued')
      expect((await contact.reports(sent.body.id, 'delivered')).status).toBe(202)
      await chosen!.hears('message', ({ message }) => message.id === sent.body.id && message.status === 'delivered')
      expect((await chosen!.post<Message>(at(offered.id, '/messages'), reply)).body.id).toBe(sent.body.id)
      const { items } = (await chosen!.get<Page<Message>>(at(offered.id, '/messages'))).body
      expect(items.map(({ direction, status }) => [direction, status])).toEqual([
        ['inbound', undefined],
        ['outbound', 'delivered']
      ])

      const history = (await chosen!.get<Page<Transition>>(at(offered.id, '/history'))).body.items
      expect(history.map(({ rule }) => rule)).toEqual(['T1', 'T3', 'T6'])
      expect(history[1]!.decision).toMatchObject({ chosenAgentId: chosen!.id, strategy: 'random' })
      expect(history[1]!.decision!.candidates.toSorted()).toEqual(team.agents.map(({ id }) => id).toSorted())
    }))

  test('never takes an agent past the limit; who has room again gets the next in line', () =>
    system.withLogs(async () => {
      await using team = await formTeam({ mode: 'automatic', limits: [2] })
      const [agent] = team.agents
      for (const name of ['first', 'second', 'third']) {
        await team.contact(name).writes('Hello')
        await team.supervisor.sees(it => it.departmentId === team.departmentId && it.contact.name === name)
      }
      const third = await team.supervisor.sees(
        ({ contact, departmentId }) => departmentId === team.departmentId && contact.name === 'third'
      )
      const offered = ({ status, offer }: ConversationSummary) => status === 'offered' && offer?.agentId === agent!.id
      const first = await agent!.sees(it => it.contact.name === 'first' && offered(it))
      await agent!.sees(it => it.contact.name === 'second' && offered(it))
      expect(await idsIn(agent!, 'queue')).toEqual([third.id])
      await agent!.post(at(first.id, '/accept'))
      expect(await idsIn(agent!, 'queue')).toEqual([third.id])
      await agent!.post(at(first.id, '/close'), {})
      await agent!.sees(it => it.id === third.id && offered(it))
    }))
})

describe('a channel of another system', () => {
  test('gets each answer once and in order, also after it was away, and the agent sees which arrived', () =>
    system.withLogs(async () => {
      await using callback = await startCallbackServer()
      const settings = { callbackUrl: callback.url, secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` }
      await using team = await formTeam({ mode: 'manual', limits: [1], kind: 'api', settings })
      const [agent] = team.agents
      const contact = team.contact('Kai')
      await contact.writes('Is my order on its way?')
      const { id } = await agent!.sees(it => it.contact.externalId === contact.id)
      await agent!.post(at(id, '/accept'))

      let away = true
      callback.answers(({ id: messageId }) =>
        away ? { status: 503 } : { status: 200, body: JSON.stringify({ providerMessageId: `theirs-${messageId}` }) }
      )
      const answers = ['It is', 'It left today', 'You get a number by mail']
      for (const [n, words] of answers.entries())
        await agent!.post(at(id, '/messages'), { clientMessageId: `answer-${n}`, content: text(words) })
      await waitFor(() => callback.received.length > 0)
      away = false
      const outbound = await waitFor(
        async () => {
          const { items } = (await agent!.get<Page<Message>>(at(id, '/messages'))).body
          const ours = items.filter(({ direction }) => direction === 'outbound')
          return ours.every(({ status }) => status === 'sent') && ours
        },
        { describe: 'all answers to be sent', timeoutMs: 30_000 }
      )
      expect(
        outbound.map(({ providerMessageId, id: messageId }) => providerMessageId === `theirs-${messageId}`)
      ).toEqual([true, true, true])
      const taken = callback.received.map(({ body }) => body.data)
      const inOrder = taken.filter(({ messageId }, n) => messageId !== taken[n - 1]?.messageId)
      expect(inOrder.map(({ content }) => content.text)).toEqual(answers)
      expect(new Set(taken.map(each => each.contact.id))).toEqual(new Set([contact.id]))

      // the provider speaks of it by its own id
      const last = outbound.at(-1)!
      await contact.reports(last.providerMessageId!, 'read')
      await agent!.hears('message', ({ message }) => message.id === last.id && message.status === 'read')
      const health = await team.supervisor.get(`/v1/channels/${team.channelId}/health`)
      expect(health).toMatchObject({ status: 200, body: { state: 'connected', backlog: 0 } })
    }))
})

test('a changed limit, policy or membership takes effect at once', () =>
  system.withLogs(async () => {
    await using team = await formTeam({ mode: 'automatic', limits: [3] })
    const gateway = system.urls['inbox-gateway']
    await using admin = await signIn(gateway, system.demo.users.find(({ role }) => role === 'admin')!)
    const [agent] = team.agents
    const change = async (path: string, changes: (fields: Record<string, unknown>) => object) => {
      const { id: _, version: __, ...fields } = (await admin.get<Record<string, unknown>>(path)).body
      expect((await admin.put(path, { ...fields, ...changes(fields) })).status).toBe(200)
    }
    const limit = (most: number) => change(`/v1/agents/${agent!.id}`, () => ({ limit: most }))
    const mode = (next: string) =>
      change(`/v1/departments/${team.departmentId}`, ({ distribution }) => ({
        distribution: { ...(distribution as object), mode: next }
      }))
    const becomes = (name: string, status: ConversationSummary['status'], after?: ConversationSummary) =>
      team.supervisor.sees(
        it =>
          it.departmentId === team.departmentId &&
          it.contact.name === name &&
          it.status === status &&
          it.version > (after?.version ?? 0)
      )
    const offered: ConversationSummary[] = []
    for (const name of ['first', 'second', 'third']) {
      await team.contact(name).writes('Hello')
      offered.push(await becomes(name, 'offered'))
    }
    const [first, second, third] = offered as [ConversationSummary, ConversationSummary, ConversationSummary]

    await limit(1)
    const waiting = [await becomes('second', 'queued', second), await becomes('third', 'queued', third)]
    expect(await idsIn(agent!, 'ongoing')).toEqual([first.id])
    await mode('manual')
    await limit(3)
    await waitFor(async () => (await agent!.post(at(third.id, '/accept'))).status === 200, {
      describe: 'room for another'
    })
    expect(await idsIn(agent!, 'ongoing')).toContain(third.id)
    expect(await idsIn(agent!, 'queue')).toEqual([second.id])
    await mode('automatic')
    const again = await becomes('second', 'offered', waiting[0])
    await change(`/v1/agents/${agent!.id}`, () => ({ departmentIds: [] }))
    await becomes('second', 'queued', again)
    await becomes('first', 'queued', first)
    const served = (await team.supervisor.get<ConversationSummary>(at(third.id))).body
    expect(served.status).toBe('ongoing')

    await change(`/v1/agents/${agent!.id}`, () => ({ departmentIds: [team.departmentId] }))
    const offers = [await becomes('first', 'offered', first), await becomes('second', 'offered', again)]
    await change(`/v1/agents/${agent!.id}`, () => ({ active: false }))
    await becomes('first', 'queued', offers[0])
    await becomes('second', 'queued', offers[1])
    await becomes('third', 'queued', served)
    expect((await agent!.get('/v1/me')).status).toBe(401)
  }))

describe('manual distribution', () => {
  test('keeps the order of arrival; a preview starts nothing; of two who accept the second learns who won', () =>
    system.withLogs(async () => {
      await using team = await formTeam({ mode: 'manual', limits: [3, 3], kind: 'webchat' })
      const [leo, ana] = team.agents
      for (const name of ['seven', 'ten past seven', 'half past seven']) {
        const contact = team.contact(name)
        await contact.writes('Hello')
        await leo!.sees(it => it.contact.externalId === contact.id && it.status === 'queued')
      }
      const { items } = (await leo!.get<Page<ConversationSummary>>('/v1/conversations?tab=queue')).body
      expect(items.map(({ contact }) => contact.name)).toEqual(['seven', 'ten past seven', 'half past seven'])

      const [{ id, version }] = items as [ConversationSummary]
      const preview = await leo!.get<Page<Message>>(at(id, '/messages'))
      expect(preview).toMatchObject({ status: 200, body: { items: [{ content: text('Hello') }] } })
      expect((await leo!.get<ConversationSummary>(at(id))).body).toMatchObject({ status: 'queued', version })

      const answers = await Promise.all([leo, ana].map(agent => agent!.post<{ code: string }>(at(id, '/accept'))))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
      const winner = answers[0]!.status === 200 ? leo! : ana!
      const lost = answers.find(({ status }) => status === 409)
      expect(lost!.body).toMatchObject({
        code: 'already-taken',
        current: { status: 'ongoing', agent: { id: winner.id, name: winner.name } }
      })
      expect(lost!.headers.get('content-type')).toMatch('application/problem+json')
      expect(await idsIn(winner, 'ongoing')).toEqual([id])
    }))
})

describe('an agent whose network fails', () => {
  test('I6: loses nothing before the time is up; just after, started work is pending and an offer is back at its old place', () =>
    system.withLogs(async () => {
      await using team = await formTeam({ mode: 'automatic', limits: [3] })
      const { supervisor } = team
      const [agent] = team.agents
      const ongoing = await offeredTo(agent!, team.contact('ongoing'))
      await agent!.post(at(ongoing.id, '/accept'))
      const offered = await offeredTo(agent!, team.contact('offered'))

      agent!.fallSilent()
      const silentAt = performance.now()
      const later = team.contact('later')
      await later.writes('Hello')
      const waiting = await supervisor.sees(it => it.contact.externalId === later.id)

      const patience = { timeoutMs: PRESENCE_TIMEOUT_MS + PRESENCE_PING_MS + 20_000 }
      const parked = await supervisor.hears(
        'conversation',
        it => it.id === ongoing.id && it.status === 'pending',
        patience
      )
      const back = await supervisor.hears(
        'conversation',
        it => it.id === offered.id && it.version > offered.version,
        patience
      )
      for (const { at } of [parked, back]) expect(at - silentAt).toBeGreaterThan(PRESENCE_TIMEOUT_MS)
      expect(parked.payload).toMatchObject({ reason: 'agentLost', agent: { id: agent!.id } })
      expect(back.payload.enqueuedAt).toBe(offered.enqueuedAt)
      const queue = await supervisor.get<Page<ConversationSummary>>(
        `/v1/conversations?tab=queue&departmentId=${team.departmentId}`
      )
      expect(queue.body.items.map(({ id }) => id)).toEqual([offered.id, waiting.id])

      agent!.comeBack()
      const { payload } = await agent!.hears('moved', undefined, { timeoutMs: 30_000 })
      const expected = [
        { conversationId: ongoing.id, from: 'ongoing', to: 'pending' },
        { conversationId: offered.id, from: 'offered', to: 'queued' }
      ]
      expect(payload.moved).toEqual(expect.arrayContaining(expected))
      await team.isThere()
      expect(await agent!.post('/v1/me/resume-all')).toMatchObject({
        status: 200,
        body: { resumed: [{ id: ongoing.id, status: 'ongoing' }], refused: [] }
      })
    }))

  test('I10: where work is requeued it goes first, in its old order, before what had waited for longer', () =>
    system.withLogs(async () => {
      const policy = { onAgentLost: 'requeue' } as const
      await using team = await formTeam({ mode: 'automatic', policy, limits: [2, 1] })
      const [lost, next] = team.agents
      await next!.put('/v1/me/status', { status: 'unavailable' })
      await team.supervisor.hears('presence', it => it.agentId === next!.id && it.status === 'unavailable')
      const declined = await offeredTo(lost!, team.contact('declined'))
      await lost!.post(at(declined.id, '/decline'), { offerId: declined.offer!.id })
      const ids: string[] = []
      for (const name of ['first', 'second']) {
        const { id } = await offeredTo(lost!, team.contact(name))
        ids.push((await lost!.post(at(id, '/accept'))).body.id)
      }
      lost!.fallSilent()
      const patience = { timeoutMs: PRESENCE_TIMEOUT_MS + PRESENCE_PING_MS + 20_000 }
      for (const id of ids) await team.supervisor.sees(it => it.id === id && it.status === 'queued', patience)
      const queue = `/v1/conversations?tab=queue&departmentId=${team.departmentId}`
      const { items } = (await team.supervisor.get<Page<ConversationSummary>>(queue)).body
      expect(items.map(({ id }) => id)).toEqual([...ids, declined.id])

      await next!.put('/v1/me/status', { status: 'available' })
      for (const id of [...ids, declined.id]) {
        await next!.sees(it => it.id === id && it.status === 'offered' && it.offer?.agentId === next!.id)
        await next!.post(at(id, '/accept'))
        await next!.post(at(id, '/close'), {})
      }
    }))

  test('I7: and is back in time finds everything as it was', () =>
    system.withLogs(async () => {
      await using team = await formTeam({ mode: 'automatic', limits: [2] })
      const [agent] = team.agents
      const ongoing = await offeredTo(agent!, team.contact('ongoing'))
      const accepted = await agent!.post(at(ongoing.id, '/accept'))
      const offered = await offeredTo(agent!, team.contact('offered'))

      agent!.fallSilent()
      const link = (wanted: string) =>
        team.supervisor.hears('presence', it => it.agentId === agent!.id && it.link === wanted && it.version > known)
      let known = 0
      known = (await link('reconnecting')).payload.version
      agent!.comeBack()
      await link('connected')
      for (const before of [accepted.body, offered])
        expect((await agent!.get<ConversationSummary>(at(before.id))).body).toMatchObject({
          status: before.status,
          version: before.version
        })
    }))

  const offeredTo = async (agent: Agent, contact: { id: string; writes(text: string): Promise<unknown> }) => {
    await contact.writes('Hello')
    return agent.sees(it => it.contact.externalId === contact.id && it.status === 'offered')
  }
})

describe('a conversation that can no longer be answered', () => {
  test('I9: goes to Inactives when its session window runs out, and sending is refused', () =>
    system.withLogs(async () => {
      const seconds = 3
      const session = { kind: 'window', hours: seconds / 3600 } as const
      await using team = await formTeam({ mode: 'manual', limits: [1], session })
      const [agent] = team.agents
      const contact = team.contact('Zoe')
      const sentAt = new Date()
      await contact.writes('Hello', { sentAt: sentAt.toISOString() })
      const { id } = await agent!.sees(it => it.contact.externalId === contact.id)
      expect(await agent!.post(at(id, '/accept'))).toMatchObject({ status: 200 })
      expect((await send(agent!, id, 'in time')).status).toBe(202)

      const inactive = await agent!.sees(it => it.id === id && it.status === 'inactive')
      expect(Date.now()).toBeGreaterThanOrEqual(sentAt.getTime() + seconds * 1000)
      expect(inactive).toMatchObject({ reason: 'windowExpired', agent: { id: agent!.id } })
      expect(await idsIn(agent!, 'inactives')).toEqual([id])
      expect(await idsIn(agent!, 'ongoing')).toEqual([])
      expect(await send(agent!, id, 'too late')).toMatchObject({
        status: 409,
        body: { code: 'window-expired', current: { status: 'inactive' } }
      })
      const { items } = (await agent!.get<Page<Message>>(at(id, '/messages'))).body
      expect(items.map(({ content }) => content)).toEqual([text('Hello'), text('in time')])
    }))

  test('is closed when a visitor of web chat leaves who still waits, and not when they are served', () =>
    system.withLogs(async () => {
      await using team = await formTeam({ mode: 'manual', limits: [1], kind: 'webchat' })
      const [agent] = team.agents
      const [served, waiting] = [team.contact('served'), team.contact('waiting')]
      for (const visitor of [served, waiting]) await visitor.writes('Hello?')
      const { id } = await agent!.sees(it => it.contact.externalId === served.id)
      await agent!.post(at(id, '/accept'))
      for (const visitor of [served, waiting]) expect((await visitor.leaves()).status).toBe(202)
      const gone = await team.supervisor.sees(it => it.contact.externalId === waiting.id && it.status === 'closed')
      expect(gone.reason).toBe('visitorLeft')
      const { items } = (await agent!.get<Page<Transition>>(at(gone.id, '/history'))).body
      expect(items.at(-1)).toMatchObject({ rule: 'T17', actor: { kind: 'contact' } })
      expect((await agent!.get<ConversationSummary>(at(id))).body.status).toBe('ongoing')
    }))

  test('goes to Inactives when somebody writes in web chat while nobody is there', () =>
    system.withLogs(async () => {
      await using team = await formTeam({ mode: 'automatic', limits: [1], kind: 'webchat' })
      await team.agents[0]!.signOut()
      await team.supervisor.hears('presence', it => it.agentId === team.agents[0]!.id && it.status === 'loggedOut')
      const contact = team.contact('Zoe')
      await contact.writes('Anybody?')
      const left = await team.supervisor.sees(it => it.contact.externalId === contact.id)
      expect(left).toMatchObject({ status: 'inactive', reason: 'unattended', contact: { name: 'Zoe' } })
    }))

  const send = (agent: Agent, id: string, words: string) =>
    agent.post<{ code: string }>(at(id, '/messages'), {
      clientMessageId: words.replaceAll(' ', '-'),
      content: text(words)
    })
})

webChat(() => system, formTeam)

whatsApp(() => system, formTeam)

describe('the logs of all services', () => {
  const secret = (of: string) => `${of}-zqx`
  const everyLine = () => system.services.flatMap(service => system.logs(service))

  test('say nothing of what is written, nor who writes: no text, name, number, address or id of the channel', () =>
    system.withLogs(async () => {
      await using team = await formTeam({ mode: 'manual', limits: [1], kind: 'email', session: { kind: 'attended' } })
      const someone = { name: secret('name'), email: `${secret('mail')}@example.org`, phone: secret('phone') }
      const contact = { id: secret('visitor'), ...someone, attributes: { city: secret('city') } }
      const [agent] = team.agents
      const visitor = createContact(system.urls['channel-ingest'], team.apiKey, contact)
      await visitor.writes(secret('question'), { messageId: 'of-another-name' })
      const { id } = await agent!.sees(it => it.contact.externalId === contact.id)
      await agent!.post(at(id, '/accept'))
      const reply = { clientMessageId: 'secret-reply', content: text(secret('answer')) }
      const sent = await agent!.post<Message>(at(id, '/messages'), reply)
      await agent!.post(at(id, '/notes'), { text: secret('note') })
      // what is refused, unknown or comes too early is logged
      await agent!.get(`/v1/contacts/${secret('lookup')}`)
      await agent!.get(`/v1/conversations?q=${secret('search')}`)
      // @ts-expect-error: no such text exists
      await visitor.writes(secret('misfit'), { content: { type: 'text', text: [secret('misfit')] } })
      await visitor.reports(sent.body.id, 'read')
      await visitor.leaves()
      await waitFor(() => system.logs('queue').some(line => line.includes('after which the contact left')))

      expect(everyLine().some(line => line.includes(sent.body.id))).toBe(true)
      expect(everyLine().filter(line => line.includes('-zqx'))).toEqual([])
      // so that nothing waits for it at the end of the run
      await visitor.writes(secret('last'), { messageId: `${contact.id}-2` })
      await agent!.post(at(id, '/close'))
    }))

  test('nor what a visitor of web chat tells, how a file is called, or what a channel answers that repeats it all', () =>
    system.withLogs(async () => {
      await using callback = await startCallbackServer()
      callback.answers(({ text }) => ({ status: 422, body: text }))
      await using team = await formTeam({
        mode: 'manual',
        limits: [2],
        kind: 'api',
        settings: { callbackUrl: callback.url }
      })
      const [agent] = team.agents
      const contact = createContact(system.urls['channel-ingest'], team.apiKey, { id: secret('customer'), name: 'Zoe' })
      await contact.writes(secret('question'), { messageId: 'another-of-another-name' })
      const { id } = await agent!.sees(it => it.contact.externalId === contact.id)
      await agent!.post(at(id, '/accept'))
      const name = encodeURIComponent(secret('file'))
      const upload = (bytes: string) =>
        fetch(`${system.urls['inbox-gateway']}/v1/media?name=${name}`, {
          ...{ method: 'POST', body: bytes },
          headers: { authorization: `Bearer ${agent!.token}`, 'content-type': 'application/octet-stream' }
        })
      const { id: mediaId } = (await (await upload(secret('bytes'))).json()) as { id: string }
      const reply = { clientMessageId: 'refused', content: { type: 'file', mediaId, caption: secret('caption') } }
      const sent = await agent!.post<Message>(at(id, '/messages'), reply)
      await agent!.hears('message', ({ message }) => message.id === sent.body.id && message.status === 'failed')
      await agent!.post(at(id, '/close'), {})

      await using chat = await formTeam({ mode: 'manual', limits: [], kind: 'webchat' })
      using visitor = connectVisitor(system.urls['channel-adapters'], chat.channelId)
      await visitor.hears('welcome')
      await visitor.does('message', { clientMessageId: 'm-1', content: { type: 'text', text: secret('hello') } })
      await visitor.does('details', { name: secret('visitor'), email: `${secret('mail')}@example.org` })
      const nothing = await visitor.does('details', { name: secret('misfit'), email: secret('no-address') })
      expect(nothing.error?.code).toBe('malformed')
      await chat.supervisor.sees(it => it.contact.name === secret('visitor'))

      expect(everyLine().some(line => line.includes('a delivery was not taken'))).toBe(true)
      expect(everyLine().filter(line => line.includes('-zqx'))).toEqual([])
    }))
})

describe('the metrics of all services', () => {
  const metricsOf = async (service: Service) => (await fetch(`${system.urls[service]}/metrics`)).text()

  test('have every one that a dashboard or an alert names', async () => {
    const told = (await Promise.all(system.services.map(metricsOf))).join('\n')
    const exist = new Set([...told.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name))
    expect(namedMetrics().filter(name => !exist.has(name))).toEqual([])
  })

  test('tell per department how long offers, waits and answers took, who is there, and what became of deliveries', () =>
    system.withLogs(async () => {
      await using team = await formTeam({ mode: 'automatic', limits: [1] })
      const contact = team.contact('Zoe')
      await contact.writes('Hello')
      const [agent] = team.agents
      const { id } = await agent!.sees(it => it.contact.externalId === contact.id && it.status === 'offered')
      await agent!.post(at(id, '/accept'))
      const department = `department="${team.departmentId}"`
      const [queue, distribution, adapters] = await Promise.all(
        (['queue', 'distribution', 'channel-adapters'] as const).map(metricsOf)
      )
      expect(queue).toContain(`conversation_offer_latency_seconds_count{${department}} 1`)
      expect(queue).toContain(`conversation_waiting_seconds_count{${department},outcome="started"} 1`)
      expect(queue).toContain(`offer_answer_seconds_count{${department},outcome="accepted"} 1`)
      expect(queue).toMatch(/^store_call_seconds_count\{store="mongodb",operation="find"\} [1-9]/m)
      expect(queue).toMatch(/^store_ready\{store="the database"\} 1$/m)
      expect(queue).toMatch(/^outbox_oldest_age_seconds\{collection="conversations"\} \d/m)
      expect(queue).toMatch(/^service_build_info\{service="queue",version="development",revision="unknown",node="v\d/m)
      expect(distribution).toMatch(/^matcher_agents\{status="available",link="connected"\} [1-9]/m)
      expect(distribution).toMatch(/^matcher_load [1-9]/m)
      expect(distribution).toContain(`matcher_free_agents{${department}} 0`)
      expect(distribution).toMatch(/^broker_parked_messages 0$/m)
      expect(adapters).toMatch(/^deliveries_total\{kind="api",outcome="\w+"\} [1-9]/m)
      await agent!.post(at(id, '/close'), {})
    }))
})

test('an operator sees from the command line every outbox that services have, what waits to be delivered, and that no invariant is broken', () =>
  system.withLogs(async () => {
    const ops = async (...args: string[]) => {
      const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'ops', '--', ...args], {
        env: {
          PATH: process.env.PATH,
          MONGODB_URL: system.stores.mongodbUrl,
          MONGODB_DATABASE_PREFIX: system.stores.database
        }
      })
      return stdout
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line))
    }
    const metrics = await Promise.all(
      system.services.map(async service => (await fetch(`${system.urls[service]}/metrics`)).text())
    )
    const have = [...metrics.join('\n').matchAll(/^outbox_backlog\{collection="(\w+)"\}/gm)].map(([, name]) => name)
    const shown = await ops('outbox')
    expect(shown.map(({ collection }) => collection).toSorted()).toEqual(have.toSorted())
    expect(await ops('deliveries', 'list')).toEqual([])
    expect(await ops('deliveries', 'drop', 'unknown')).toEqual([{ dropped: [] }])
    expect(await ops('check')).toEqual([])
  }))

test('I1, I2, I3, I4, I5, I6, I7, I8, I9, I10, I11: all that was done left them true, and no reconcile had anything to put right', () =>
  system.withLogs(async () => {
    const history = await endOfRun(system, recording, {
      accepted: () => accepted.flatMap(ids => [...ids]),
      faults: false,
      rules: { presenceTimeoutMs: PRESENCE_TIMEOUT_MS }
    })
    expect(history.conversations.length).toBeGreaterThan(5)
    expect(violationsOf(history)).toEqual([])
  }))
