import type { Message } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import { messageIdOf } from '@inbox/kernel/derived-id'
import { describe, expect, test } from '@jest/globals'
import { forwardedFiles, mailOf } from './mail-of.ts'

const claim = async (content: object) =>
  ({ ...content, mimeType: 'application/pdf', name: 'bill.pdf', size: 7 }) as never

describe('an answer by email', () => {
  test('contains the files that its author uploaded, as media knows them', async () => {
    const mail = await mailOf({ to: ['b@x.example'], attachments: [{ mediaId: 'f1' }] }, 'ana', claim)
    expect(mail).toEqual({
      to: [{ address: 'b@x.example' }],
      attachments: [{ mediaId: 'f1', mimeType: 'application/pdf', name: 'bill.pdf', size: 7 }]
    })
  })
})

describe('a forwarded email', () => {
  const of = (id: string, more: Partial<Message> = {}): Message => ({
    ...{ id, conversationId: 'c', direction: 'inbound', author: { kind: 'contact' }, providerMessageId: 'mail_1' },
    ...{ content: { type: 'text', text: 'x' }, sentAt: '2026-03-02T10:00:00Z', receivedAt: '2026-03-02T10:00:00Z' },
    ...more
  })
  const file = (index: number, more: Partial<Message> = {}) =>
    of(messageIdOf('mailbox', `mail_1.${index}`), {
      content: { type: 'file', mediaId: `f${index}`, mimeType: 'text/csv', name: `${index}.csv` },
      ...more
    })
  const among = (...messages: Message[]) => ({
    all: async (ids: readonly string[]) => messages.filter(({ id }) => ids.includes(id))
  })
  const conversation = { id: 'c', channel: { id: 'mailbox' } }

  test('takes along its files, which are messages of their own, and no others', async () => {
    const messages = among(
      of('m'),
      file(1),
      file(2),
      of('another', { content: { type: 'file', mediaId: 'no', mimeType: '' } })
    )
    const files = await forwardedFiles(messages, 'm', conversation)
    expect(files.map(({ mediaId, name }) => [mediaId, name])).toEqual([
      ['f1', '1.csv'],
      ['f2', '2.csv']
    ])
  })

  test('leaves behind what is no longer kept', async () => {
    const attachments = [{ mediaId: 'a', mimeType: 'text/csv' }]
    const messages = among(of('m', { mail: { attachments }, mediaGone: true }), file(1, { mediaGone: true }), file(2))
    const files = await forwardedFiles(messages, 'm', conversation)
    expect(files.map(({ mediaId }) => mediaId)).toEqual(['f2'])
  })

  test('belongs to the conversation: files of other conversations do not leave', async () => {
    const elsewhere = among(of('m', { conversationId: 'other' }))
    await expect(forwardedFiles(elsewhere, 'm', conversation)).rejects.toThrow(Malformed)
    await expect(forwardedFiles(among(), 'm', conversation)).rejects.toThrow(Malformed)
    const moved = among(of('m'), file(1, { conversationId: 'other' }))
    expect(await forwardedFiles(moved, 'm', conversation)).toEqual([])
  })
})
