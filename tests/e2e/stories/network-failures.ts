import type { ConversationSummary } from '@inbox/contracts'
import type { Agent } from '@inbox/simulators'
import { describe, expect, test } from '@jest/globals'
import { at, type Page } from './calls.ts'
import type { Stories } from './stories.ts'
import { PRESENCE_PING_MS, PRESENCE_TIMEOUT_MS } from './timing.ts'

/** What becomes of the work of agents who cannot be reached. */
export const networkFailures: Stories = (system, formTeam) => {
  describe('an agent whose network fails', () => {
    test('I6: loses nothing before the time is up; just after, started work is pending and an offer is back at its old position', () =>
      system().withLogs(async () => {
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

    test('I10: where work is requeued it goes first, in its old order, before what had waited longer', () =>
      system().withLogs(async () => {
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
      system().withLogs(async () => {
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
}
