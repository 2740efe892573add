import { describe, expect, test } from '@jest/globals'
import type { DeliveryRequest } from '../../domain/delivery.ts'
import { compose } from './compose.ts'
import { readMail } from './mime/read-mail.ts'
import { mailSettingsOf } from './settings.ts'
import { threadOf } from './thread.ts'
import { translate } from './translate.ts'

const mailbox = mailSettingsOf({
  settings: { address: 'support@azulejo.example', name: 'Azulejo', signature: 'Lisbon' }
})!
const asked: DeliveryRequest = {
  messageId: 'a1',
  conversationId: 'c1',
  channel: { id: 'mail', kind: 'email', name: 'Support' },
  contact: { id: 'k', externalId: 'ana@example.org', name: 'Ana' },
  thread: { id: '0123456789abcdef01234567', subject: 'Boots' },
  author: { id: 'rui', name: 'Rui' },
  content: { type: 'text', text: 'Hello' },
  requestedAt: '2026-03-02T10:00:00.000Z'
}
const answered = {
  channelId: 'mail',
  id: 'mail_1',
  threadId: asked.thread!.id,
  messageId: 'q@x.example',
  references: [] as string[]
}
const composed = (more: Partial<DeliveryRequest> = {}, known: typeof answered | undefined = undefined) =>
  compose({ ...asked, ...more }, more.messageId ?? 'a1', mailbox, known)

describe('an answer as email', () => {
  test('is the same email however often it is composed', () => {
    expect(composed()).toEqual(composed())
    expect(composed().messageId).toBe('<a1.0123456789abcdef01234567@azulejo.example>')
  })

  test('names what it answers, and of a long thread its beginning and its end', () => {
    const references = Array.from({ length: 200 }, (_, index) => `r${index}@x.example`)
    const { inReplyTo, references: named = '' } = composed({}, { ...answered, references })
    expect(inReplyTo).toBe('<q@x.example>')
    expect(named.split(' ')).toHaveLength(22)
    expect(named).toMatch(/^<r0@x\.example> <r180@x\.example> .*<r199@x\.example> <q@x\.example>$/)
  })

  test('is seen as one thread with what we wrote before it, even if nobody has answered yet', () => {
    const [first, second] = ['a1', 'a2'].map(messageId => composed({ messageId }))
    expect(first!.references).toBe('<0123456789abcdef01234567@azulejo.example>')
    expect(second!.references).toBe(first!.references)
    expect([first!.inReplyTo, first!.messageId === second!.messageId]).toEqual([undefined, false])
  })

  test('in a thread that we began, and that somebody has answered, also names what it answers', () => {
    const begun = composed().references!.slice(1, -1)
    const { references } = composed({}, { ...answered, references: [begun, 'a1.x@azulejo.example'] })
    expect(references).toBe(`<${begun}> <a1.x@azulejo.example> <q@x.example>`)
  })

  test('can be answered at its thread’s own address if the server delivers to such, which alone identifies the thread', async () => {
    const settings = { address: 'Support@azulejo.example', threadAddress: true }
    const { replyTo } = compose(asked, 'a1', mailSettingsOf({ settings })!, undefined)
    expect(replyTo).toMatchObject({ address: 'Support+0123456789abcdef01234567@azulejo.example' })
    expect(composed().replyTo).toBeUndefined()
    const about = { channelId: 'mail', messageId: 'new@x.example', references: [], known: new Map() }
    const own = new Set(['support@azulejo.example'])
    expect(threadOf({ ...about, recipients: [replyTo!.address], own })).toBe(asked.thread!.id)
  })

  test.each([
    ['Boots', 'Re: Boots'],
    ['Re: Boots', 'Re: Boots'],
    ['AW: Stiefel', 'AW: Stiefel'],
    ['Res: Botas', 'Res: Botas'],
    ['回复：靴子', '回复：靴子'],
    ['Regarding boots', 'Re: Regarding boots']
  ])('answers the subject %p with %p', (subject, expected) => {
    expect(composed({ thread: { id: asked.thread!.id, subject } }).subject).toBe(expected)
  })

  test('has no header injected by a name, a subject or an address', () => {
    const evil = 'x\r\nBcc: everybody@example.org'
    const { from, to, subject } = composed({ contact: { ...asked.contact, name: evil }, mail: { subject: evil } })
    for (const text of [from.name, to[0]!.name, subject]) expect(text).not.toMatch(/[\r\n]/)
  })

  test.each<[string, DeliveryRequest['author']]>([
    ['nobody', {}],
    ['a bot', { id: 'robot', name: 'Robot', bot: true }]
  ])(
    'written by %s says so, and is not answered by another mailbox of ours: no two of them answer each other',
    async (_who, author) => {
      const { headers } = composed({ author })
      const lines = Object.entries({ From: 'support@azulejo.example', ...headers }).map(
        ([name, value]) => `${name}: ${value}\r\n`
      )
      const raw = Buffer.from(`${lines.join('')}\r\nWe are closed now.`)
      const read = await readMail(raw, async () => undefined)
      const other = { own: new Set(['sales@azulejo.example']), hosts: [] }
      expect(translate(read, other, new Date())).toMatchObject({ kind: 'automatic', why: 'reply' })
      expect(composed({}).headers).not.toHaveProperty('Auto-Submitted')
    }
  )

  test('reaches an address beyond ASCII under its contact’s name', () => {
    const externalId = '%CE%B4%CE%BF%CE%BA@xn--hxajbheg2az3al.example'
    expect(composed({ contact: { ...asked.contact, externalId } }).to).toMatchObject([
      { address: 'δοκ@xn--hxajbheg2az3al.example' }
    ])
  })

  test('when forwarded goes to its recipient, not to the contact, with all its files', () => {
    const attachments = [
      { mediaId: 'a', name: 'one.pdf', mimeType: 'application/pdf', url: 'http://media.example/a' },
      { mediaId: 'b', name: 'x\r\nBcc: y@evil.example', mimeType: 'text/csv', url: 'http://media.example/b' }
    ]
    const { to, attached } = composed({ mail: { to: [{ address: 'repairs@x.example' }], attachments } })
    expect(to).toEqual([{ name: '', address: 'repairs@x.example' }])
    expect(attached.map(({ name }) => name)).toEqual(['one.pdf', 'x Bcc: y@evil.example'])
  })

  test('is signed by its author, and by nobody if there is none', () => {
    const signed = mailSettingsOf({
      settings: { address: 'support@azulejo.example', signature: '{{agent.name}}\n{{channel.name}}\n\nLisbon' }
    })!
    const texts = [{ name: 'Rui' }, {}].map(author => compose({ ...asked, author }, 'a1', signed, undefined).text)
    expect(texts).toEqual(['Hello\n\n-- \nRui\nSupport\n\nLisbon', 'Hello\n\n-- \nSupport\n\nLisbon'])
  })

  test('has the signature above what it quotes', () => {
    const text = 'Yes.\n\nOn Monday, Ana wrote:\n> Can you?'
    const mail = composed({ content: { type: 'text', text }, mail: { foldAt: 4 } })
    expect(mail.text).toBe('Yes.\n\n-- \nLisbon\n\nOn Monday, Ana wrote:\n> Can you?')
    expect(mail.html).toMatch(/Yes\.[\s\S]*Lisbon[\s\S]*wrote:[\s\S]*<blockquote[\s\S]*Can you\?/)
  })

  test('shows lists, bold words and links as HTML and, without their marks, as text', () => {
    const { text, html } = composed({
      content: { type: 'text', text: 'Take **two** of:\n- [<Lisbon>](https://a.example/?a=1&b=2)\n- Porto' }
    })
    expect(html).toContain(
      '<p dir="auto">Take <strong>two</strong> of:</p>\n<ul>\n<li dir="auto"><a href="https://a.example/?a=1&amp;b=2">&lt;Lisbon&gt;</a></li>'
    )
    expect(text).toContain('Take two of:\n- <Lisbon> <https://a.example/?a=1&b=2>\n- Porto')
  })

  test('shows as HTML what was written, and nothing else', () => {
    const { html } = composed({ content: { type: 'text', text: '<script>x</script> & https://a.example/?q="1' } })
    expect(html).toContain('&lt;script&gt;x&lt;/script&gt; &amp; <a href="https://a.example/?q=">')
  })
})
