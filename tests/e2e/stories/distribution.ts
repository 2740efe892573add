import type { ConversationSummary, Message, Transition } from '@inbox/contracts'
import { signIn } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import { at, idsIn, type Page, text } from './calls.ts'
import type { Stories } from './stories.ts'

/** Who is offered what, and when. */
export const distribution: Stories = (system, formTeam) => {
  describe('automatic distribution', () => {
    test('offers a message to one agent, in whose Ongoing it is before acceptance; the answer is sent', () =>
      system().withLogs(async () => {
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

    test('never takes an agent past the limit; an agent who has room again gets the next in line', () =>
      system().withLogs(async () => {
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

  describe('manual distribution', () => {
    test('keeps the order of arrival; a preview starts nothing; of two who accept, the second learns who won', () =>
      system().withLogs(async () => {
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

  test('a changed limit, policy or membership takes effect at once', () =>
    system().withLogs(async () => {
      await using team = await formTeam({ mode: 'automatic', limits: [3] })
      const gateway = system().urls['inbox-gateway']
      await using admin = await signIn(gateway, system().demo.users.find(({ role }) => role === 'admin')!)
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
}
