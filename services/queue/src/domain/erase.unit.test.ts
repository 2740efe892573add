import type { Message } from '@inbox/contracts'
import { describe, expect, it } from '@jest/globals'
import { inStatus, noon } from '../../test/builders.ts'
import { refOf } from './contact.ts'
import type { Conversation } from './conversation.ts'
import { decideErase, erasedMessage, nobody } from './erase.ts'

const channel = { id: 'wa', kind: 'whatsapp', name: 'WhatsApp' } as const
const at = noon.toISOString()
const contact = refOf(nobody('nobody-1', { channel, createdAt: noon }, noon))
/** Every value about the contact says so. */
const closed = {
  ...inStatus.closed(),
  contact: { id: 'con', externalId: 'SECRET', aliases: ['SECRET'], name: 'SECRET', phone: 'SECRET', email: 'SECRET' },
  thread: { id: 'SECRET', subject: 'SECRET' },
  lastMessage: { messageId: 'm', direction: 'inbound', type: 'text', preview: 'SECRET', at: noon, receivedAt: noon },
  latestReceived: { messageId: 'm', providerMessageId: 'SECRET', at: noon, receivedAt: noon },
  rating: { stars: 4, comment: 'SECRET', at },
  tags: ['SECRET'],
  servedMs: 5000,
  reason: 'solved'
} as Conversation

describe('a conversation whose contact is erased', () => {
  it('no longer says anything about them, and keeps what reports need', () => {
    const decided = decideErase({ type: 'erase', contact }, closed)
    const next = decided.ok && decided.value !== 'unchanged' ? decided.value.next : undefined
    expect(JSON.stringify(decided)).not.toContain('SECRET')
    expect(next).toMatchObject({
      ...{ status: 'closed', reason: 'solved', servedMs: 5000, departmentId: closed.departmentId },
      ...{ contact: { id: 'nobody-1', externalId: '', erasedAt: at }, rating: { stars: 4, at } },
      lastMessage: { type: 'erased', preview: 'erased', at: noon }
    })
    expect(next && decideErase({ type: 'erase', contact }, next)).toEqual({ ok: true, value: 'unchanged' })
  })

  it.each(['queued', 'offered', 'ongoing', 'pending', 'inactive'] as const)('cannot be one that is %s', status => {
    expect(decideErase({ type: 'erase', contact }, inStatus[status]())).toMatchObject({
      ok: false,
      error: { code: 'illegal-transition' }
    })
  })
})

const message: Message = {
  ...{ id: 'm', conversationId: 'conv', direction: 'inbound', sentAt: at, receivedAt: at, version: 3 },
  author: { kind: 'contact', id: 'SECRET', name: 'SECRET' },
  content: { type: 'image', mediaId: 'file-1', mimeType: 'image/png', caption: 'SECRET' },
  mail: { subject: 'SECRET', html: { mediaId: 'file-2' }, raw: { mediaId: 'file-3' } },
  formerly: [{ content: { type: 'file', mediaId: 'file-4', mimeType: 'a/b', name: 'SECRET' }, at }],
  replyTo: { messageId: 'SECRET', providerMessageId: 'SECRET' },
  reactions: [{ contactId: 'SECRET', emoji: '👍', at }],
  ...{ providerMessageId: 'SECRET', error: 'SECRET', clientMessageId: 'SECRET' },
  ...{ status: 'failed', failure: 'refused', firstResponseMs: 900 }
}

describe('an erased message', () => {
  it('is still a message, with its side and time, and says nothing', () => {
    const erased = erasedMessage(message)
    expect(JSON.stringify(erased)).not.toMatch(/SECRET|file-/)
    expect(erased).toEqual({
      ...{ id: 'm', conversationId: 'conv', direction: 'inbound', sentAt: at, receivedAt: at },
      ...{ author: { kind: 'contact' }, content: { type: 'erased' } },
      ...{ status: 'failed', failure: 'refused', firstResponseMs: 900 }
    })
  })

  it('keeps which agent wrote it', () => {
    const author = { kind: 'agent', id: 'ana', name: 'Ana' } as const
    expect(erasedMessage({ ...message, direction: 'outbound', author }).author).toEqual(author)
  })
})
