import type { Message } from '@inbox/contracts'
import { waitFor } from '@inbox/testing'
import { startWhatsAppDouble } from '@inbox/whatsapp-double'
import { describe, expect, test } from '@jest/globals'
import type { Stories } from './stories.ts'

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64'
)

/** Both sides of WhatsApp, with a test double of the Cloud API in between. */
export const whatsApp: Stories = (system, formTeam) =>
  describe('WhatsApp', () => {
    test('somebody whose number is hidden writes and sends a picture, is answered and sent a bill in a template’s header, and the agent sees what was read', () =>
      system().withLogs(async () => {
        await using double = await startWhatsAppDouble()
        const number = await double.client.addNumber({ coexistence: true })
        const { phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken } = number
        const settings = {
          ...{ phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken },
          ...{ apiVersion: 'v26.0', baseUrl: double.url }
        }
        await using team = await formTeam({ mode: 'manual', limits: [1], kind: 'whatsapp', settings })
        const webhook = `${system().urls['channel-adapters']}/v1/whatsapp/${team.channelId}/webhook`
        await waitFor(() => double.client.subscribe(phoneNumberId, webhook), {
          describe: 'the adapter to know the channel'
        })
        const customer = await double.client.addCustomer({ name: 'Wei', username: 'wei.chen' })
        const phone = double.client.phone(phoneNumberId, customer.id)

        const { id: asked } = await phone.says('Is my order ready?')
        await phone.sendsFile('image', PICTURE, 'image/png', { caption: 'This one' })
        const [agent] = team.agents
        const { id } = await agent!.sees(
          ({ contact, departmentId }) => departmentId === team.departmentId && contact.name === 'Wei'
        )
        await agent!.post(`/v1/conversations/${id}/accept`)
        const messages = async () =>
          (await agent!.get<{ items: Message[] }>(`/v1/conversations/${id}/messages`)).body.items
        const picture = await waitFor(async () => (await messages()).find(({ content }) => content.type === 'image'))
        expect(picture.content).toMatchObject({ caption: 'This one', mimeType: 'image/png' })

        const [question] = await messages()
        const answer = await agent!.post<Message>(`/v1/conversations/${id}/messages`, {
          ...{ clientMessageId: 'answer', content: { type: 'text', text: 'It is' } },
          replyTo: { messageId: question!.id }
        })
        const got = await waitFor(async () => (await phone.chat()).messages.find(({ text }) => text === 'It is'))
        expect(got.quotes).toBe(asked)
        await phone.reads()
        await agent!.hears('message', ({ message }) => message.id === answer.body.id && message.status === 'read')

        await double.client.addTemplate(phoneNumberId, {
          ...{ name: 'bill', language: 'en_US', category: 'UTILITY' },
          components: [
            { type: 'HEADER', format: 'DOCUMENT' },
            { type: 'BODY', text: 'Your bill' }
          ]
        })
        const uploaded = await fetch(`${system().urls['inbox-gateway']}/v1/media?name=bill.pdf`, {
          ...{ method: 'POST', body: '%PDF-1.7 …' },
          headers: { authorization: `Bearer ${agent!.token}`, 'content-type': 'application/pdf' }
        })
        const { id: mediaId } = (await uploaded.json()) as { id: string }
        const template = {
          ...{ type: 'template', name: 'bill', language: 'en_US', components: [], text: 'Your bill' },
          header: { type: 'file', mediaId }
        }
        await agent!.post(`/v1/conversations/${id}/messages`, { clientMessageId: 'bill', content: template })
        const bill = await waitFor(async () => (await phone.chat()).messages.find(({ text }) => text === 'Your bill'))
        expect(bill.file).toMatchObject({ mimeType: 'application/pdf', name: 'bill.pdf' })
        const shown = (await messages()).find(({ content }) => content.type === 'template')
        expect(shown?.content).toMatchObject({ header: { mediaId, url: expect.stringContaining(mediaId) } })
        await agent!.post(`/v1/conversations/${id}/close`, {})
      }))
  })
