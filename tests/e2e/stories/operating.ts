import type { AuditEntry, ConversationSummary, Message } from '@inbox/contracts'
import { runOps, type Service } from '@inbox/devstack'
import { signIn, startCallbackServer } from '@inbox/simulators'
import { SCHEMA } from '@inbox/storage'
import { waitFor } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import { DATABASES } from '../../../scripts/ops/databases.ts'
import { namedMetrics } from '../named-metrics.ts'
import { at, text } from './calls.ts'
import type { Stories } from './stories.ts'

/** What operators see of every service. */
export const operating: Stories = (system, formTeam) => {
  describe('the metrics of all services', () => {
    const metricsOf = async (service: Service) => (await fetch(`${system().urls[service]}/metrics`)).text()

    test('include every one that a dashboard or an alert names', async () => {
      const told = (await Promise.all(system().services.map(metricsOf))).join('\n')
      const exist = new Set([...told.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name))
      expect(namedMetrics().filter(name => !exist.has(name))).toEqual([])
    })

    test('show by department how long offers, waits and answers took, who is there, and what became of deliveries', () =>
      system().withLogs(async () => {
        await using callback = await startCallbackServer()
        const settings = { callbackUrl: callback.url }
        await using team = await formTeam({ mode: 'automatic', limits: [1], kind: 'api', settings })
        const contact = team.contact('Zoe')
        await contact.writes('Hello')
        const [agent] = team.agents
        const { id } = await agent!.sees(it => it.contact.externalId === contact.id && it.status === 'offered')
        await agent!.post(at(id, '/accept'))
        const answer = { clientMessageId: 'measured', content: text('Good morning') }
        const sent = await agent!.post<Message>(at(id, '/messages'), answer)
        await agent!.hears('message', ({ message }) => message.id === sent.body.id && message.status === 'sent')
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
        expect(queue).toMatch(
          /^service_build_info\{service="queue",version="development",revision="unknown",node="v\d/m
        )
        expect(distribution).toMatch(/^matcher_agents\{status="available",link="connected"\} [1-9]/m)
        expect(distribution).toMatch(/^matcher_load [1-9]/m)
        expect(distribution).toContain(`matcher_free_agents{${department}} 0`)
        expect(distribution).toMatch(/^broker_parked_messages 0$/m)
        expect(adapters).toMatch(/^deliveries_total\{kind="api",outcome="\w+"\} [1-9]/m)
        await agent!.post(at(id, '/close'), {})
      }))
  })

  test('an administrator sees which of others’ conversations a supervisor has read, and that they searched', () =>
    system().withLogs(async () => {
      const { urls, demo } = system()
      await using team = await formTeam({ mode: 'manual', limits: [1] })
      const contact = team.contact('Zoe')
      await contact.writes('Hello')
      const [agent] = team.agents
      const { id, referenceNumber } = await agent!.sees(it => it.contact.externalId === contact.id)
      await agent!.post(at(id, '/accept'))
      await team.supervisor.get(at(id, '/messages'))
      await team.supervisor.get('/v1/conversations?q=somebody')
      const { body: read } = await team.supervisor.get<ConversationSummary>(at(id, ''))
      await team.supervisor.get(`/v1/contacts/${read.contact.id}`)
      await using admin = await signIn(urls['inbox-gateway'], demo.users.find(({ role }) => role === 'admin')!)
      const entries = async (kind: string) =>
        (await admin.get<{ items: AuditEntry[] }>(`/v1/audit?subjectKind=${kind}&limit=200`)).body.items
      expect((await admin.get(`/v1/channels/${read.channel.id}/payloads`)).status).toBe(200)
      const [entry] = await waitFor(async () => {
        const found = (await entries('conversation')).filter(({ subject }) => subject.id === id)
        return found.length > 0 && found
      })
      expect(entry).toMatchObject({ action: 'read', subject: { name: referenceNumber }, actor: { role: 'supervisor' } })
      await waitFor(async () => (await entries('search')).length > 0)
      for (const [kind, of] of [
        ['contact', read.contact],
        ['channel', read.channel]
      ] as const)
        await waitFor(async () =>
          (await entries(kind)).some(({ action, subject }) => action === 'read' && subject.id === of.id)
        )
      await agent!.post(at(id, '/close'), {})
    }))

  test('an operator sees from the command line every service’s outbox, what waits to be delivered, that nothing is left of older versions, and no invariant is broken', () =>
    system().withLogs(async () => {
      const ops = async (...args: string[]) => {
        const { mongodbUrl, database } = system().stores
        const env = { MONGODB_URL: mongodbUrl, MONGODB_DATABASE_PREFIX: database }
        const { code, stdout, stderr } = await runOps(args, env)
        if (code !== 0) throw new Error(stderr)
        return stdout
          .split('\n')
          .filter(Boolean)
          .map(line => JSON.parse(line))
      }
      const metrics = await Promise.all(
        system().services.map(async service => (await fetch(`${system().urls[service]}/metrics`)).text())
      )
      const have = [...metrics.join('\n').matchAll(/^outbox_backlog\{collection="(\w+)"\}/gm)].map(([, name]) => name)
      const shown = await ops('outbox')
      expect(shown.map(({ collection }) => collection).toSorted()).toEqual(have.toSorted())
      expect(await ops('deliveries', 'list')).toEqual([])
      expect(await ops('deliveries', 'drop', 'unknown')).toEqual([{ dropped: [] }])
      expect(await ops('deliveries', 'drop', '--channel', 'unknown')).toEqual([{ dropped: [] }])
      const schema = { number: SCHEMA, by: 'development', since: expect.any(String) }
      expect(await ops('migrate', '--dry-run')).toEqual(DATABASES.map(database => ({ database, ...schema })))
      expect(await ops('check')).toEqual([])
    }))
}
