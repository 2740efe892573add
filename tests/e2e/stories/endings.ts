import type { ConversationSummary, Message, Transition } from '@inbox/contracts'
import type { Agent } from '@inbox/simulators'
import { describe, expect, test } from '@jest/globals'
import { at, idsIn, type Page, text } from './calls.ts'
import type { Stories } from './stories.ts'

/** Conversations that end without an agent. */
export const endings: Stories = (system, formTeam) => {
  describe('a conversation that can no longer be answered', () => {
    test('I9: goes to Inactive when its session window ends, and sending is refused', () =>
      system().withLogs(async () => {
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

    test('is closed when a web chat visitor who still waits leaves, and not while they are being served', () =>
      system().withLogs(async () => {
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

    test('goes to Inactive when somebody writes in web chat while nobody is there', () =>
      system().withLogs(async () => {
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
}
