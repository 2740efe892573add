import { mail, multipartMail, part, type Specimen } from './build.ts'

const automatic = (name: string, why: string, fields: Record<string, string | string[]>): Specimen => ({
  name: `automatic: ${name}`,
  raw: mail(fields),
  out: { kind: 'automatic', why }
})

export const automatics: Specimen[] = [
  automatic('RFC 3834', 'reply', { 'auto-submitted': 'auto-replied (vacation)' }),
  automatic('X-Autoreply', 'reply', { 'x-autoreply': 'yes' }),
  automatic('Precedence: auto_reply', 'reply', { precedence: 'auto_reply' }),
  automatic('out of office in English', 'reply', { subject: 'Automatic reply: A question' }),
  automatic('out of office in Portuguese', 'reply', { subject: '=?utf-8?Q?Resposta_autom=C3=A1tica:_Ol=C3=A1?=' }),
  automatic('out of office in Spanish', 'reply', { subject: 'Respuesta automática: Pedido' }),
  automatic('out of office in German', 'reply', { subject: 'Abwesenheitsnotiz: Bestellung' }),
  automatic('out of office in Japanese', 'reply', { subject: '自動応答: 注文' }),
  automatic('out of office in Arabic', 'reply', { subject: 'رد تلقائي: طلب' }),
  automatic('a mailing list', 'list', { 'list-id': '<news.example.org>' }),
  automatic('a newsletter', 'list', { 'list-unsubscribe': '<https://example.org/u>' }),
  automatic('Precedence: bulk', 'list', { precedence: 'bulk' }),
  automatic('a program that tells something', 'notification', { 'auto-submitted': 'auto-generated' }),
  automatic('one of our own, sent back to us', 'loop', { 'x-loop': 'support@azulejo.example' }),
  automatic('one that goes in circles', 'loop', {
    received: Array.from({ length: 60 }, (_, i) => `from a${i} by b${i}`)
  }),
  {
    name: 'a person whose email says Auto-Submitted: no',
    raw: mail({ 'auto-submitted': 'no' }),
    out: { kind: 'written' }
  },
  {
    name: 'a person who asks about the office',
    raw: mail({ subject: 'Are you out of the office?' }),
    out: { kind: 'written' }
  },
  {
    name: 'a person who answers from a program that offers an unsubscribe link',
    raw: mail({ 'list-unsubscribe': '<https://x.example>', 'in-reply-to': '<a@example.org>' }),
    out: { kind: 'written' }
  },
  {
    name: 'a copy of what we sent',
    raw: mail({
      from: 'Support <support@azulejo.example>',
      'message-id': '<0192f0c1-aaaa-7bbb-8ccc-123456789abc.0123456789abcdef01234567@azulejo.example>'
    }),
    out: { kind: 'own' }
  },
  {
    name: 'one of our mailboxes writing to another by hand',
    raw: mail({ from: 'Sales <sales@azulejo.example>' }),
    out: { kind: 'written', contact: 'sales@azulejo.example' }
  }
]

const OURS = '0192f0c1-aaaa-7bbb-8ccc-123456789abc'
const ID = `<${OURS}.0123456789abcdef01234567@azulejo.example>`
const again = ID.replace('789abc.', '789abc.2.')

const dsn = (fields: string, original = `Message-ID: ${ID}\nSubject: Re: A question`) =>
  multipartMail(
    'report',
    [
      part('text/plain', 'Your mail could not be delivered.'),
      part('message/delivery-status', `Reporting-MTA: dns; mx.example.org\n\n${fields}`),
      part('text/rfc822-headers', original)
    ],
    { from: 'MAILER-DAEMON@mx.example.org', subject: 'Undelivered Mail Returned to Sender' }
  )
const informal = (from: string, subject: string, text: string, more: Record<string, string> = {}) =>
  mail({ from, subject, 'message-id': '<b@mx.example.org>', ...more }, text)

export const reports: Specimen[] = [
  {
    name: 'report: no such mailbox',
    raw: dsn(
      'Final-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n  User unknown'
    ),
    out: { kind: 'report', about: OURS, status: 'failed', error: 'ana@example.org: 550 5.1.1 User unknown' }
  },
  {
    name: 'report: only the code says it, no words',
    raw: dsn('Final-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.2.2'),
    out: { status: 'failed', error: 'ana@example.org: the mailbox is full' }
  },
  {
    name: 'report: still trying',
    raw: dsn('Final-Recipient: rfc822; ana@example.org\nAction: delayed\nStatus: 4.4.1'),
    out: { kind: 'report', about: OURS, status: 'delayed' }
  },
  {
    name: 'report: delivered',
    raw: dsn('Final-Recipient: rfc822; ana@example.org\nAction: delivered\nStatus: 2.0.0'),
    out: { about: OURS, status: 'delivered' }
  },
  {
    name: 'report: one of two recipients did not get it',
    raw: dsn(
      'Final-Recipient: rfc822; rui@example.org\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.7.1'
    ),
    out: { status: 'failed', error: 'ana@example.org: the server rejected it' }
  },
  {
    name: 'report: about something sent again',
    raw: dsn('Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1', `Message-ID: ${again}`),
    out: { about: OURS }
  },
  {
    name: 'report: with the whole email',
    raw: multipartMail(
      'report',
      [
        part('text/plain', 'Sorry.'),
        part(
          'message/delivery-status',
          'Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.4.7'
        ),
        part('message/rfc822', `From: support@azulejo.example\nMessage-ID: ${ID}\n\nHello`)
      ],
      { from: 'postmaster@b.example' }
    ),
    out: { about: OURS, error: 'a@b.example: it was not accepted in time' }
  },
  {
    name: 'report: about an email that is not ours',
    raw: dsn(
      'Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1',
      'Message-ID: <x@elsewhere.example>'
    ),
    out: { kind: 'report', about: undefined }
  },
  {
    name: 'report in words: qmail',
    raw: informal(
      'MAILER-DAEMON@qmail.example',
      'failure notice',
      `Hi. This is the qmail-send program.\n<ana@example.org>:\n550 no such user\n\n--- Below this line is a copy.\n\nMessage-ID: ${ID}`
    ),
    out: { kind: 'report', about: OURS, status: 'failed', error: '550 no such user' }
  },
  {
    name: 'report in words: Exim',
    raw: informal(
      'Mail Delivery System <Mailer-Daemon@exim.example>',
      'Mail delivery failed: returning message to sender',
      `This message was created automatically by mail delivery software.\n\n  ana@example.org\n    550 5.2.2 Mailbox full\n\nMessage-ID: ${ID}`,
      { 'x-failed-recipients': 'ana@example.org', 'auto-submitted': 'auto-replied' }
    ),
    out: { about: OURS, error: '550 5.2.2 Mailbox full' }
  },
  {
    name: 'report in words: by reference only, in Portuguese',
    raw: informal('postmaster@mail.example', 'Não foi entregue: Re: A question', 'A caixa não existe.', {
      'in-reply-to': ID
    }),
    out: { about: OURS, error: 'A caixa não existe.' }
  },
  {
    name: 'report in words: with an empty sender, in German',
    raw: informal('System <system@mail.example>', 'Unzustellbar: Re: Frage', 'Empfänger unbekannt', {
      'return-path': '<>',
      references: ID
    }),
    out: { kind: 'report', about: OURS }
  },
  {
    name: 'a person who complains about an undelivered email',
    raw: mail({ subject: 'Undelivered parcel' }),
    out: { kind: 'written' }
  }
]
