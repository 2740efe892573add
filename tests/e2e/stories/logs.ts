import type { Message } from '@inbox/contracts'
import { connectVisitor, createContact, startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import { at, text } from './calls.ts'
import type { Stories } from './stories.ts'

/** What the logs must not say. */
export const logs: Stories = (system, formTeam) => {
  describe('the logs of all services', () => {
    const secret = (of: string) => `${of}-zqx`
    const everyLine = () => system().services.flatMap(service => system().logs(service))

    test('contain nothing that is written, nor who writes: no text, name, number, address or channel id', () =>
      system().withLogs(async () => {
        await using team = await formTeam({ mode: 'manual', limits: [1], kind: 'email', session: { kind: 'attended' } })
        const someone = { name: secret('name'), email: `${secret('mail')}@example.org`, phone: secret('phone') }
        const contact = { id: secret('visitor'), ...someone, attributes: { city: secret('city') } }
        const [agent] = team.agents
        const visitor = createContact(system().urls['channel-ingest'], team.apiKey, contact)
        await visitor.writes(secret('question'), { messageId: 'of-another-name' })
        const { id } = await agent!.sees(it => it.contact.externalId === contact.id)
        await agent!.post(at(id, '/accept'))
        const reply = { clientMessageId: 'secret-reply', content: text(secret('answer')) }
        const sent = await agent!.post<Message>(at(id, '/messages'), reply)
        await agent!.post(at(id, '/notes'), { text: secret('note') })
        // what is refused, unknown or too early is logged
        await agent!.get(`/v1/contacts/${secret('lookup')}`)
        await agent!.get(`/v1/conversations?q=${secret('search')}`)
        // @ts-expect-error: no such text exists
        await visitor.writes(secret('misfit'), { content: { type: 'text', text: [secret('misfit')] } })
        await visitor.reports(sent.body.id, 'read')
        await visitor.leaves()
        await waitFor(() =>
          system()
            .logs('queue')
            .some(line => line.includes('after which the contact left'))
        )

        expect(everyLine().some(line => line.includes(sent.body.id))).toBe(true)
        expect(everyLine().filter(line => line.includes('-zqx'))).toEqual([])
        // so that nothing is left waiting at the end of the run
        await visitor.writes(secret('last'), { messageId: `${contact.id}-2` })
        await agent!.post(at(id, '/close'))
      }))

    test('nor what a web chat visitor says, what a file is called, or what a channel’s error answer repeats', () =>
      system().withLogs(async () => {
        await using callback = await startCallbackServer()
        callback.answers(({ text }) => ({ status: 422, body: text }))
        await using team = await formTeam({
          mode: 'manual',
          limits: [2],
          kind: 'api',
          settings: { callbackUrl: callback.url }
        })
        const [agent] = team.agents
        const contact = createContact(system().urls['channel-ingest'], team.apiKey, {
          id: secret('customer'),
          name: 'Zoe'
        })
        await contact.writes(secret('question'), { messageId: 'another-of-another-name' })
        const { id } = await agent!.sees(it => it.contact.externalId === contact.id)
        await agent!.post(at(id, '/accept'))
        const name = encodeURIComponent(secret('file'))
        const upload = (bytes: string) =>
          fetch(`${system().urls['inbox-gateway']}/v1/media?name=${name}`, {
            ...{ method: 'POST', body: bytes },
            headers: { authorization: `Bearer ${agent!.token}`, 'content-type': 'application/octet-stream' }
          })
        const { id: mediaId } = (await (await upload(secret('bytes'))).json()) as { id: string }
        const reply = { clientMessageId: 'refused', content: { type: 'file', mediaId, caption: secret('caption') } }
        const sent = await agent!.post<Message>(at(id, '/messages'), reply)
        await agent!.hears('message', ({ message }) => message.id === sent.body.id && message.status === 'failed')
        await agent!.post(at(id, '/close'), {})

        await using chat = await formTeam({ mode: 'manual', limits: [], kind: 'webchat' })
        using visitor = connectVisitor(system().urls['channel-adapters'], chat.channelId)
        await visitor.hears('welcome')
        await visitor.does('message', { clientMessageId: 'm-1', content: { type: 'text', text: secret('hello') } })
        await visitor.does('details', { name: secret('visitor'), email: `${secret('mail')}@example.org` })
        const nothing = await visitor.does('details', { name: secret('misfit'), email: secret('no-address') })
        expect(nothing.error?.code).toBe('malformed')
        await chat.supervisor.sees(it => it.contact.name === secret('visitor'))

        expect(everyLine().some(line => line.includes('delivery attempt failed'))).toBe(true)
        expect(everyLine().filter(line => line.includes('-zqx'))).toEqual([])
      }))
  })
}
