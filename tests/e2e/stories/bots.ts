import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Department, Message, Agent as Profile, Transition } from '@inbox/contracts'
import { type Contact, connectVisitor, signIn } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import type { Team } from '../team.ts'
import { at, type Page, text } from './calls.ts'
import type { Stories } from './stories.ts'

const SAMPLE = fileURLToPath(new URL('../../../libs/simulators/src/bots/sample-bot.ts', import.meta.url))
const COMMAND = fileURLToPath(new URL('../../../scripts/bot.ts', import.meta.url))

/** The sample bot as a separate process, first in a department where people pick. */
export const bots: Stories = (system, formTeam) =>
  describe('a bot', () => {
    const isThere = (supervisor: Team['supervisor'], bot: string) =>
      waitFor(
        async () => {
          const { agents } = (
            await supervisor.get<{ agents: { name: string; link: string; status: string }[] }>('/v1/monitor')
          ).body
          return agents.some(({ name, link, status }) => name === bot && link === 'connected' && status === 'available')
        },
        { describe: `${bot} to be there`, timeoutMs: 30_000 }
      )
    /** Resolves once the bot can get offers. */
    async function joinBot({ departmentId, supervisor }: Team) {
      const { urls, demo } = system()
      const url = urls['inbox-gateway']
      const name = `Robin ${randomUUID().slice(0, 8)}`
      await using admin = await signIn(url, demo.users.find(({ role }) => role === 'admin')!)
      const profile = { name, role: 'agent', departmentIds: [departmentId], limit: 5, bot: { silentSeconds: 30 } }
      const { body: bot } = await admin.post<Profile>('/v1/agents', {
        email: `${randomUUID()}@bot.example`,
        ...profile
      })
      const account = await admin.post<{ token: string }>('/v1/service-accounts', { name, botId: bot.id })
      const { id, version, ...fields } = (await admin.get<Department>(`/v1/departments/${departmentId}`)).body
      expect((await admin.put(`/v1/departments/${id}`, { ...fields, botId: bot.id })).status).toBe(200)
      const env = { ...process.env, INBOX_URL: url, INBOX_TOKEN: account.body.token }
      const child = spawn(process.execPath, [SAMPLE], { env, stdio: ['ignore', 'ignore', 'inherit'] })
      const ended = once(child, 'exit')
      await isThere(supervisor, name)
      const kill = async () => {
        child.kill('SIGKILL')
        await ended
      }
      return { id: bot.id, kill, [Symbol.asyncDispose]: kill }
    }
    /** Writes, and waits for the bot's answer. */
    async function asks({ supervisor }: Team, contact: Contact, words: string, answer: string) {
      await contact.writes(words)
      const { id } = await supervisor.sees(each => each.contact.externalId === contact.id)
      const heard = await supervisor.hears(
        'message',
        ({ conversationId, message: { direction, content } }) =>
          conversationId === id &&
          direction === 'outbound' &&
          content.type === 'text' &&
          content.text.startsWith(answer)
      )
      expect(heard.payload.message.author).toMatchObject({ kind: 'agent', bot: true })
      return id
    }

    test('comes first, asks what it needs, and hands over with its findings, which the contact is never told', () =>
      system().withLogs(async () => {
        await using team = await formTeam({ mode: 'manual', limits: [1] })
        await using bot = await joinBot(team)
        const [agent] = team.agents
        const contact = team.contact('Zoe')
        const id = await asks(team, contact, 'Hello', 'How can I help?')
        await asks(team, contact, '2', 'We are always open')
        await asks(team, contact, '1', 'What is your order number?')
        await asks(team, contact, '4711', 'Thank you')
        const context = [{ label: 'Order', value: '4711' }]
        const queued = await agent!.sees(each => each.id === id && each.status === 'queued' && each.context)
        expect(queued.context).toEqual(context)
        expect(await agent!.post(at(id, '/accept'))).toMatchObject({ status: 200, body: { context } })

        const history = (await agent!.get<Page<Transition>>(at(id, '/history'))).body.items
        expect(history.map(({ rule }) => rule)).toEqual(['T1', 'T3', 'T6', 'T9', 'T4'])
        expect(history[1]!.decision).toMatchObject({ chosenAgentId: bot.id, preferred: true })
        expect(history[3]).toMatchObject({ cause: 'returned', context, note: 'Asks about an order', bot: true })
        const { items } = (await agent!.get<Page<Message>>(at(id, '/messages'))).body
        expect(JSON.stringify(items.map(({ content }) => content))).not.toContain('Asks about an order')
        await agent!.post(at(id, '/close'), {})
      }))

    test('I18: that is killed -9 gives its conversations back to people, at their old position', () =>
      system().withLogs(async () => {
        await using team = await formTeam({ mode: 'manual', limits: [1] })
        await using bot = await joinBot(team)
        const [agent] = team.agents
        const id = await asks(team, team.contact('Zoe'), 'Hello', 'How can I help?')
        const { enqueuedAt } = await agent!.sees(each => each.id === id)
        await bot.kill()
        const queued = await agent!.sees(each => each.id === id && each.status === 'queued' && each.version > 3, {
          timeoutMs: 20_000
        })
        expect(queued).toMatchObject({ enqueuedAt, priority: 0 })
        const history = (await agent!.get<Page<Transition>>(at(id, '/history'))).body.items
        expect(history.at(-1)).toMatchObject({ rule: 'T9', cause: 'agentLost', previousAgentId: bot.id })
        await agent!.post(at(id, '/accept'))
        await agent!.post(at(id, '/close'), {})
      }))

    test('in the demo comes first while its command runs, answers in web chat too, and leaves the department as it was', () =>
      system().withLogs(async () => {
        const { urls, demo } = system()
        const gateway = urls['inbox-gateway']
        await using team = await formTeam({ mode: 'manual', limits: [1], kind: 'webchat' })
        const { departmentId, channelId, supervisor, agents } = team
        await using cleanup = new AsyncDisposableStack()
        const dataDir = await mkdtemp(join(tmpdir(), 'demo-bot-'))
        cleanup.defer(() => rm(dataDir, { recursive: true }))
        const departments = [{ id: departmentId, name: 'Support', mode: 'manual' }]
        await writeFile(join(dataDir, 'demo.json'), JSON.stringify({ ...demo, departments, gateway }))
        const command = spawn(process.execPath, ['--conditions=source', '--no-warnings', COMMAND], {
          env: { ...process.env, DATA_DIR: dataDir },
          stdio: ['ignore', 'ignore', 'inherit']
        })
        const ended = once(command, 'exit')
        cleanup.defer(async () => {
          command.kill()
          await ended
        })
        await isThere(supervisor, 'Robin')

        using visitor = connectVisitor(urls['channel-adapters'], channelId)
        const says = async (words: string, answer: string) => {
          await visitor.does('message', { clientMessageId: words, content: text(words) })
          await visitor.hears(
            'message',
            ({ from, content }) => from === 'agent' && content.type === 'text' && content.text.startsWith(answer)
          )
        }
        const { visitorId } = await visitor.hears('welcome')
        await says('Hello', 'How can I help?')
        await says('1', 'What is your order number?')
        await says('4711', 'Thank you')
        const { id } = await agents[0]!.sees(each => each.contact.externalId === visitorId && each.context)
        expect(await agents[0]!.post(at(id, '/accept'))).toMatchObject({
          status: 200,
          body: { context: [{ label: 'Order', value: '4711' }] }
        })
        await agents[0]!.post(at(id, '/close'), {})

        command.kill()
        expect(await ended).toEqual([0, null])
        const department = (await supervisor.get<Department>(`/v1/departments/${departmentId}`)).body
        expect(department).not.toHaveProperty('botId')
      }))
  })
