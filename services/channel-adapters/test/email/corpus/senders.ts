import { mail, type Specimen } from './build.ts'

const from = (name: string, value: string, out: Record<string, unknown>): Specimen => ({
  name: `from: ${name}`,
  raw: mail({ from: value }),
  out
})
const addresses = (count: number) =>
  Array.from({ length: count }, (_, index) => `Person ${index} <p${index}@example.org>`)

export const senders: Specimen[] = [
  from('dots as docomo had them', 'ana..silva.@docomo.ne.jp', { contact: 'ana..silva.@docomo.ne.jp' }),
  from('the same in quotes', '"ana..silva."@docomo.ne.jp', { contact: 'ana..silva.@docomo.ne.jp' }),
  from('plus', 'Ana <ana+shop@example.org>', { contact: 'ana+shop@example.org' }),
  from('ampersand', 'm&a@example.org', { contact: 'm&a@example.org' }),
  from('apostrophe and slash', "o'neil/it=x@example.org", { contact: "o'neil/it=x@example.org" }),
  from('capitals are one person', 'ANA@Example.ORG', { contact: 'ana@example.org', email: 'ANA@Example.ORG' }),
  from('an address in Greek', 'δοκιμή@παράδειγμα.example', { email: 'δοκιμή@παράδειγμα.example' }),
  from('a domain beyond ASCII', 'ana@bücher.example', { contact: 'ana@xn--bcher-kva.example' }),
  from('a name in an encoded word', '=?utf-8?Q?Jos=C3=A9?= <jose@example.org>', { contactName: 'José' }),
  from('a comma in an encoded name', '=?utf-8?Q?Silva=2C_Ana?= <ana@example.org>', { contactName: 'Silva, Ana' }),
  from('a comma in quotes', '"Silva, Ana" <ana@example.org>', { contactName: 'Silva, Ana' }),
  from('a name that is another address', '"boss@bank.example" <x@evil.example>', {
    contact: 'x@evil.example',
    contactName: 'boss@bank.example'
  }),
  from('a comment for a name', 'ana@example.org (Ana Silva)', { contactName: 'Ana Silva' }),
  from('a name folded over lines', 'Ana\r\n Maria\r\n Silva <ana@example.org>', { contactName: 'Ana Maria Silva' }),
  from('a line break in an encoded name', '=?utf-8?Q?Ana=0D=0ABcc=3A_x=40y.example?= <ana@example.org>', {
    contactName: 'Ana Bcc: x@y.example'
  }),
  from('two of them', 'Ana <ana@example.org>, Rui <rui@example.org>', { contact: 'ana@example.org' }),
  from('a name of 5,000 characters', `${'x'.repeat(5000)} <ana@example.org>`, { contact: 'ana@example.org' }),
  from('an address of 300 characters', `${'x'.repeat(300)}@example.org`, { kind: 'unreadable' }),
  { name: 'from nobody', raw: mail({ from: undefined }), out: { kind: 'unreadable' } },
  from('what is no address', 'somebody', { kind: 'unreadable' }),
  {
    name: 'a form that writes for a customer: the one to answer is the contact',
    raw: mail({ from: 'Shop <form@shop.example>', 'reply-to': 'Rui <rui@example.org>' }),
    out: { contact: 'rui@example.org', contactName: 'Rui', sender: 'form@shop.example', authenticated: 'none' }
  },
  {
    name: 'Reply-To that names ourselves',
    raw: mail({ 'reply-to': 'support@azulejo.example' }),
    out: { contact: 'ana@example.org' }
  },
  {
    name: 'ten thousand addresses in Cc',
    raw: mail({ cc: addresses(10_000).join(',\r\n ') }),
    out: { ccCount: 100, moreRecipients: 9900 }
  },
  {
    name: 'groups in To',
    raw: mail({ to: 'Team: a@example.org, b@example.org;, undisclosed-recipients:;', cc: 'Rui <rui@example.org>' }),
    out: { to: ['a@example.org', 'b@example.org'], cc: ['rui@example.org'] }
  },
  {
    name: 'header fields in any case, and one without a colon',
    raw: Buffer.from('FROM: ana@example.org\r\nSubject:no blank\r\nnonsense\r\nTO: x@y.example\r\n\r\nHi'),
    out: { contact: 'ana@example.org', subject: 'no blank', text: 'Hi' }
  },
  {
    name: 'lines that end with only LF',
    raw: Buffer.from('From: ana@example.org\nSubject: LF\n\none\ntwo\n'),
    out: { subject: 'LF', text: 'one\ntwo' }
  }
]

const results = (value: string | string[], more: Record<string, string> = {}) =>
  mail({ 'authentication-results': value, ...more })
export const authentication: Specimen[] = [
  {
    name: 'our own server says that DMARC passed',
    raw: results('mail.azulejo.example; dmarc=pass header.from=example.org'),
    out: { authenticated: 'pass' }
  },
  {
    name: 'our own server says that DMARC failed: whoever that is, it is not Ana',
    raw: results('mail.azulejo.example; spf=pass smtp.mailfrom=evil.example; dmarc=fail header.from=example.org'),
    out: { authenticated: 'fail' }
  },
  {
    name: 'what the sender’s server says does not count',
    raw: results('mx.evil.example; dmarc=pass header.from=example.org'),
    out: { authenticated: 'none' }
  },
  {
    name: 'a forged result below our own server’s',
    raw: results(['mail.azulejo.example; dmarc=fail', 'mail.azulejo.example; dmarc=pass']),
    out: { authenticated: 'fail' }
  },
  {
    name: 'a signature by the domain itself',
    raw: results('mail.azulejo.example; dkim=pass header.d=example.org; spf=none'),
    out: { authenticated: 'pass' }
  },
  {
    name: 'a signature by somebody else',
    raw: results('mail.azulejo.example; dkim=pass header.d=evil.example; spf=softfail'),
    out: { authenticated: 'none' }
  },
  {
    name: 'a result in a comment',
    raw: results('mail.azulejo.example; spf=fail (dmarc=pass) smtp.mailfrom=example.org'),
    out: { authenticated: 'fail' }
  },
  { name: 'no results', raw: mail({}), out: { authenticated: 'none' } }
]
