import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Message } from '@inbox/contracts'
import { startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import { at, type Page, text } from './calls.ts'
import type { Stories } from './stories.ts'

const howTo = readFileSync(new URL('../../../docs/how-to/write-a-channel-adapter.md', import.meta.url), 'utf8')
/** The blocks that the how-to has an administrator type. */
const typed = [...howTo.matchAll(/^```\n([\s\S]*?)^```$/gm)]
  .map(([, block]) => block!)
  .filter(it => it.includes('GATEWAY'))

/** A channel whose outgoing messages another system fetches. */
export const apiChannel: Stories = (system, formTeam) => {
  describe('a channel of another system', () => {
    test('gets each answer once and in order, even after it was down, and the agent sees which arrived', () =>
      system().withLogs(async () => {
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

        const { items } = (await agent!.get<Page<Message>>(at(id, '/messages'))).body
        const asked = items.find(({ direction }) => direction === 'inbound')
        const reacted = await agent!.put(at(id, `/messages/${asked!.id}/reaction`), { emoji: '👍' })
        expect(reacted).toMatchObject({ body: { ourReaction: { emoji: '👍' } } })
        await agent!.hears(
          'message.changed',
          ({ message: { id: messageId, ourReaction } }) => messageId === asked!.id && ourReaction?.status === 'sent'
        )
        expect(callback.received.at(-1)!.body).toMatchObject({
          ...{ type: 'reaction.outbound', data: { to: { providerMessageId: asked!.providerMessageId }, emoji: '👍' } }
        })

        // the provider refers to it by its own id
        const last = outbound.at(-1)!
        await contact.reports(last.providerMessageId!, 'read')
        await agent!.hears('message', ({ message }) => message.id === last.id && message.status === 'read')
        const health = await team.supervisor.get(`/v1/channels/${team.channelId}/health`)
        expect(health).toMatchObject({ status: 200, body: { state: 'connected', backlog: 0 } })
      }))

    test('is created, given a key and an address with the commands in the how-to', async () => {
      const { demo, urls } = system()
      const { email, password } = demo.users.find(({ role }) => role === 'admin')!
      const [made, addressed] = typed.map(block =>
        block
          .replace('http://127.0.0.1:4100', urls['inbox-gateway'])
          .replace('{"email": "…", "password": "…"}', JSON.stringify({ email, password }))
          .replace('"departmentId": "…"', `"departmentId": "${demo.departments[0]!.id}"`)
          .replace('jq -r .accessToken', `'${process.execPath}' -p 'JSON.parse(fs.readFileSync(0)).accessToken'`)
      )
      const run = async (script: string) => JSON.parse((await promisify(execFile)('sh', ['-c', script])).stdout)
      const [signIn, create, key] = made!.split(/^(?=curl)/m)
      const { id } = await run(signIn! + create)
      expect((await run(signIn! + key!.replace('<id>', id))).apiKey).toMatch(/^sik_/)
      expect(await run(signIn! + addressed!.replace('<id>', id))).toMatchObject({
        ...{ id, kind: 'api', settings: { callbackUrl: 'https://app.example.com/answers', secret: { set: true } } }
      })
    })
  })
}
