import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConversationSummary, Message } from '@inbox/contracts'
import { type Agent, connectVisitor } from '@inbox/simulators'
import { describe, expect, test } from '@jest/globals'
import type { Team } from '../team.ts'
import { text } from './calls.ts'
import type { Stories } from './stories.ts'
import { GONE_MS } from './timing.ts'

const IDENTITY_KEY = 'known to the site and to us alone'

/** Both sides of web chat. */
export const webChat: Stories = (system, formTeam) =>
  describe('web chat', () => {
    const form = (limits: readonly number[]) =>
      formTeam({ mode: 'manual', limits, kind: 'webchat', settings: { identityKey: IDENTITY_KEY, title: 'Shop' } })
    const visit = (team: Team, token?: string) =>
      connectVisitor(system().urls['channel-adapters'], team.channelId, token)
    const answers = (agent: Agent, { id }: ConversationSummary, words: string) =>
      agent.post<Message>(`/v1/conversations/${id}/messages`, {
        clientMessageId: words.replaceAll(' ', '-'),
        content: text(words)
      })

    test('a visitor writes, is answered by name, and finds the chat unchanged when they return', () =>
      system().withLogs(async () => {
        await using team = await form([1])
        const [agent] = team.agents
        using visitor = visit(team)
        const welcome = await visitor.hears('welcome')
        expect(welcome).toMatchObject({ title: 'Shop', attended: true, ask: [] })
        expect(await visitor.hears('history')).toEqual({ messages: [] })

        const hello = { clientMessageId: 'hello', content: text('Do you ship to Porto?') }
        const sent = await visitor.does('message', hello)
        expect(sent).toEqual({ id: expect.any(String) })
        // a message resent after a lost answer is the same message
        expect(await visitor.does('message', hello)).toEqual(sent)
        await visitor.hears('message', ({ id, clientMessageId }) => id === sent.id && clientMessageId === 'hello')

        const waiting = await agent!.sees(({ contact }) => contact.externalId === welcome.visitorId)
        await agent!.post(`/v1/conversations/${waiting.id}/accept`)
        const { name } = await visitor.hears('agent', who => who.name !== undefined)
        await visitor.does('typing', { typing: true })
        await agent!.hears('contact.typing', ({ conversationId, typing }) => conversationId === waiting.id && typing)
        const answer = await answers(agent!, waiting, 'We do')
        const heard = await visitor.hears('message', ({ id }) => id === answer.body.id)
        expect(heard).toMatchObject({ from: 'agent', name, content: text('We do') })
        await visitor.does('read', { messageId: heard.id })
        await agent!.hears('message', ({ message }) => message.id === heard.id && message.status === 'read')

        using again = visit(team, welcome.token)
        expect((await again.hears('welcome')).visitorId).toBe(welcome.visitorId)
        const { conversation, messages } = await again.hears('history')
        expect(conversation).toEqual({ id: waiting.id, status: 'ongoing', agent: { name } })
        expect(messages.map(({ id }) => id)).toEqual([sent.id, answer.body.id])
        expect(messages.map(({ from }) => from)).toEqual(['visitor', 'agent'])

        await agent!.post(`/v1/conversations/${waiting.id}/close`, {})
        const { conversationId, canRate } = await again.hears('closed')
        expect([conversationId, canRate]).toEqual([waiting.id, true])
        // so does the other tab
        await visitor.hears('closed')
        using stranger = visit(team)
        expect((await stranger.hears('welcome')).visitorId).not.toBe(welcome.visitorId)
        expect(await stranger.hears('history')).toEqual({ messages: [] })

        // nobody else may rate it, and nobody may rate it twice
        expect(await stranger.does('rate', { conversationId, stars: 1 })).toEqual({})
        await again.does('rate', { conversationId, stars: 4, comment: 'Quick!' })
        const rated = await agent!.sees(({ id, rating }) => id === waiting.id && rating !== undefined)
        expect(rated.rating).toEqual({ stars: 4, comment: 'Quick!', at: expect.any(String) })
        await again.does('rate', { conversationId, stars: 5 })
        const { body } = await agent!.get<ConversationSummary>(`/v1/conversations/${waiting.id}`)
        expect(body.rating?.stars).toBe(4)

        // the next conversation continues where this one ended
        const { id: more } = await again.does('message', { clientMessageId: 'more', content: text('And to Faro?') })
        // wait until it is stored: a page opened before gets it as a new message instead of in its history
        await again.hears('message', ({ id }) => id === more)
        using later = visit(team, welcome.token)
        const next = await later.hears('history', each => each.messages.length === 1)
        expect(next.more).toBe(true)
        const older = await later.does('older', { before: next.messages[0]!.id })
        expect(older).toMatchObject({ ended: true, more: false, messages: [{ id: sent.id }, { id: answer.body.id }] })
      }))

    test('a visitor sends a file, which is stored and shown to both', () =>
      system().withLogs(async () => {
        await using team = await form([1])
        const [agent] = team.agents
        using visitor = visit(team)
        const { token, visitorId, largestFile } = await visitor.hears('welcome')
        expect(largestFile).toBeGreaterThan(1_000_000)
        const url = `${system().urls['channel-adapters']}/webchat/${team.channelId}/media?name=bill.txt`
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/plain' }
        const uploaded = await fetch(url, { method: 'POST', headers, body: 'so much' })
        const { mediaId } = (await uploaded.json()) as { mediaId: string }
        const sent = await visitor.does('message', {
          clientMessageId: 'bill',
          content: { type: 'file', mediaId, mimeType: 'text/plain', name: 'bill.txt' }
        })
        expect(sent).toEqual({ id: expect.any(String) })
        const waiting = await agent!.sees(({ contact }) => contact.externalId === visitorId)
        await agent!.post(`/v1/conversations/${waiting.id}/accept`)
        const seen = await visitor.hears('message', ({ id }) => id === sent.id)
        expect(seen.content).toMatchObject({ type: 'file', name: 'bill.txt', size: 7 })
        expect(await (await fetch((seen.content as { url: string }).url)).text()).toBe('so much')
      }))

    test('a visitor who writes while nobody is there is told so, and can be reached through what they leave, even if only a phone number', () =>
      system().withLogs(async () => {
        await using team = await form([])
        using visitor = visit(team)
        const welcome = await visitor.hears('welcome')
        expect(welcome.attended).toBe(false)
        await visitor.does('message', { clientMessageId: 'm-1', content: text('Anybody?') })
        await visitor.hears('unattended')
        const { token } = await visitor.does('details', { name: 'Ana', email: 'ana@example.org' })
        const left = await team.supervisor.sees(({ contact }) => contact.email === 'ana@example.org')
        expect(left).toMatchObject({ status: 'inactive', reason: 'unattended', contact: { name: 'Ana' } })
        expect(left.contact.externalId).toBe(welcome.visitorId)
        using again = visit(team, token)
        expect((await again.hears('history')).messages.map(({ content }) => content.type)).toEqual([
          'text',
          'contactCard'
        ])

        using caller = visit(team)
        await caller.hears('history')
        await caller.does('message', { clientMessageId: 'm-1', content: text('Please call me') })
        await caller.does('details', { phone: '+351 912 345 678' })
        const toCall = await team.supervisor.sees(({ contact }) => contact.phone === '+351 912 345 678')
        expect(toCall).toMatchObject({ status: 'inactive', reason: 'unattended' })
      }))

    test('a chat that still waits is closed when its visitor has left the page, and not while another page of theirs is open', () =>
      system().withLogs(async () => {
        await using team = await form([1])
        using visitor = visit(team)
        const { token, visitorId } = await visitor.hears('welcome')
        await visitor.does('message', { clientMessageId: 'm-1', content: text('Hello?') })
        const [agent] = team.agents
        await agent!.sees(({ contact, status }) => contact.externalId === visitorId && status === 'queued')
        using another = visit(team, token)
        await another.hears('history', ({ messages }) => messages.length > 0)
        visitor[Symbol.dispose]()
        // longer than a visitor may be away
        await sleep(2 * GONE_MS)
        using third = visit(team, token)
        expect((await third.hears('history')).conversation?.status).toBe('queued')
        another[Symbol.dispose]()
        third[Symbol.dispose]()
        const left = await team.supervisor.sees(
          ({ contact, status }) => contact.externalId === visitorId && status === 'closed'
        )
        expect(left.reason).toBe('visitorLeft')
      }))

    test('a site’s account is the same visitor everywhere, if the site has signed its id', () =>
      system().withLogs(async () => {
        await using team = await form([])
        const signature = createHmac('sha256', IDENTITY_KEY).update('customer-7').digest('hex')
        const ids: string[] = []
        for (const _browser of [1, 2]) {
          using visitor = visit(team)
          await visitor.hears('history')
          const forged = await visitor.does('identify', { id: 'customer-8', signature })
          expect(forged.error?.code).toBe('unauthenticated')
          await visitor.does('identify', { id: 'customer-7', name: 'Rui', signature })
          ids.push((await visitor.hears('welcome', ({ visitorId }) => visitorId.startsWith('account:'))).visitorId)
        }
        expect(ids).toEqual(['account:customer-7', 'account:customer-7'])
      }))

    test('a chat that does not exist, and a token of another one, open nothing', () =>
      system().withLogs(async () => {
        await using team = await form([])
        await using other = await form([])
        using visitor = visit(team)
        const { token, visitorId } = await visitor.hears('welcome')
        using elsewhere = visit(other, token)
        expect((await elsewhere.hears('welcome')).visitorId).not.toBe(visitorId)
        const refused = await connectVisitor(system().urls['channel-adapters'], 'none').refused()
        expect(refused).toBe('not-found')
      }))
  })
