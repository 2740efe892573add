import { mail, type Specimen } from './build.ts'

const THREAD = '0123456789abcdef01234567'
const OURS = `0192f0c1-aaaa-7bbb-8ccc-123456789abc.${THREAD}@azulejo.example`
const long = Array.from({ length: 200 }, (_, index) => `<r${index}@example.org>`)

export const threads: Specimen[] = [
  { name: 'an email that starts a thread', raw: mail({}), out: { beginsThread: true } },
  {
    name: 'an answer to an answer of ours, by In-Reply-To only',
    raw: mail({ 'in-reply-to': `<${OURS}>` }),
    out: { thread: THREAD }
  },
  {
    name: 'an answer to an answer of ours, among other references',
    raw: mail({ references: `<a@example.org> <${OURS}>\r\n <b@example.org>` }),
    out: { thread: THREAD }
  },
  {
    name: 'an identifier of ours that a server has changed to capitals',
    raw: mail({ 'in-reply-to': `<${OURS.toUpperCase()}>` }),
    out: { thread: THREAD }
  },
  {
    name: 'an answer to an email seen before',
    raw: mail({ 'in-reply-to': '<seen@example.org>' }),
    out: { thread: 'the thread of seen@example.org' }
  },
  {
    name: 'the token in our address',
    raw: mail({ to: `Support <support+${THREAD}@azulejo.example>` }),
    out: { thread: THREAD }
  },
  {
    name: 'the token in the address it was delivered to',
    raw: mail({ 'delivered-to': `support+${THREAD}@azulejo.example` }),
    out: { thread: THREAD }
  },
  {
    name: 'a token in somebody else’s address',
    raw: mail({ to: `x+${THREAD}@elsewhere.example` }),
    out: { beginsThread: true }
  },
  {
    name: 'two answers to an email never seen are one thread',
    raw: mail({ references: '<unseen@example.org> <later@example.org>' }),
    out: { threadOfReference: 'unseen@example.org' }
  },
  {
    name: 'two hundred references',
    raw: mail({ references: long.join('\r\n ') }),
    out: { referenceCount: 200, threadOfReference: 'r0@example.org' }
  },
  {
    name: 'References without brackets',
    raw: mail({ references: 'a@example.org b@example.org' }),
    out: { threadOfReference: 'a@example.org' }
  },
  {
    name: 'In-Reply-To in words',
    raw: mail({ 'in-reply-to': 'Your message of Monday' }),
    out: { beginsThread: true }
  },
  { name: 'no Message-ID', raw: mail({ 'message-id': undefined }), out: { kind: 'written', messageId: undefined } },
  {
    name: 'two Message-IDs in one email: the first counts',
    raw: Buffer.concat([
      Buffer.from('Message-ID: <first@example.org>\r\n'),
      mail({ 'message-id': '<second@example.org>' })
    ]),
    out: { messageId: 'first@example.org' }
  },
  {
    name: 'a Message-ID without brackets',
    raw: mail({ 'message-id': 'abc@example.org' }),
    out: { messageId: 'abc@example.org' }
  },
  {
    name: 'a nonsensical Message-ID',
    raw: mail({ 'message-id': '<>' }),
    out: { kind: 'written', messageId: undefined }
  }
]

const RECEIVED = '2026-03-02T10:05:00.000Z'
const dated = (name: string, date: string | undefined, sentAt: string): Specimen => ({
  name: `dated: ${name}`,
  raw: mail({ date }),
  out: { sentAt }
})

/** All are received at 10:05 on 2 March 2026. */
export const dates: Specimen[] = [
  dated('as it should be', 'Mon, 2 Mar 2026 10:00:00 +0000', '2026-03-02T10:00:00.000Z'),
  dated('in another zone', 'Mon, 02 Mar 2026 07:00:00 -0300 (BRT)', '2026-03-02T10:00:00.000Z'),
  dated('with the name of a zone', '2 Mar 2026 10:00 GMT', '2026-03-02T10:00:00.000Z'),
  dated('in 1926', 'Tue, 2 Mar 1926 10:00:00 +0000', RECEIVED),
  dated('in 1970', 'Thu, 1 Jan 1970 00:00:00 +0000', RECEIVED),
  dated('in 2126', 'Sat, 2 Mar 2126 10:00:00 +0000', RECEIVED),
  dated('an hour ahead', 'Mon, 2 Mar 2026 11:00:00 +0000', RECEIVED),
  dated('two days late', 'Sat, 28 Feb 2026 10:00:00 +0000', '2026-02-28T10:00:00.000Z'),
  dated('in words', 'yesterday', RECEIVED),
  dated('not at all', undefined, RECEIVED)
]
