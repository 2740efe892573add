import { gzipSync } from 'node:zlib'
import { base64, file, mail, multipartMail, nested, part, type Specimen } from './build.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)
const alternative = (text: string, html: string) =>
  nested('alternative', [part('text/plain; charset=utf-8', text), part('text/html; charset=utf-8', html)])

const attribute = (level: number, tag: number, value: Buffer) => {
  const head = Buffer.alloc(9)
  head.writeUInt8(level, 0)
  head.writeUInt32LE(tag, 1)
  head.writeUInt32LE(value.length, 5)
  return Buffer.concat([head, value, Buffer.alloc(2)])
}
const winmail = (cut = 0) =>
  Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00018010, Buffer.from('PLAN~1.TXT\0')),
    attribute(2, 0x0006800f, Buffer.from('the plan')),
    attribute(
      2,
      0x00069005,
      Buffer.concat([
        Buffer.from([1, 0, 0, 0, 0x1f, 0, 0x07, 0x37, 1, 0, 0, 0, 18, 0, 0, 0]),
        Buffer.from('plan.txt\0', 'utf16le')
      ])
    )
  ]).subarray(0, -cut || undefined)

/** A hundred megabytes of nothing, in a hundred kilobytes. */
const BOMB = gzipSync(Buffer.alloc(100 * 1024 ** 2))

export const structure: Specimen[] = [
  {
    name: 'text and HTML with the same content: the text is shown',
    raw: multipartMail('alternative', [part('text/plain', 'Hello'), part('text/html', '<p>Hello</p>')]),
    out: { text: 'Hello', hasHtml: true, files: [] }
  },
  {
    name: 'only HTML',
    raw: mail(
      { 'content-type': 'text/html; charset=utf-8' },
      '<style>p{}</style><h1>Olá</h1><p>um<br>dois &amp; três</p><script>x</script>'
    ),
    out: { text: 'Olá\n\num\ndois & três', hasHtml: true }
  },
  {
    name: 'HTML with lists and links',
    raw: mail(
      { 'content-type': 'text/html' },
      '<ul><li>one</li><li><a href="https://a.example/x">two</a></li></ul><a href="mailto:x@y.example">x@y.example</a>'
    ),
    out: { text: ' * one\n * two (https://a.example/x)\n\nx@y.example'.trim() }
  },
  {
    name: 'an empty text beside HTML',
    raw: multipartMail('alternative', [part('text/plain', '  \n'), part('text/html', '<p>Only here</p>')]),
    out: { text: 'Only here' }
  },
  {
    name: 'a file',
    raw: multipartMail('mixed', [part('text/plain', 'See the file'), file('application/pdf', 'bill.pdf', '%PDF-1.4')]),
    out: { text: 'See the file', files: ['bill.pdf application/pdf 8'] }
  },
  {
    name: 'an inline image',
    raw: multipartMail('related', [
      alternative('Look', '<p>Look <img src="cid:pic@x"></p>'),
      file('image/png', 'pic.png', PNG, {
        'Content-ID': '<pic@x>',
        'Content-Disposition': 'inline; filename="pic.png"'
      })
    ]),
    out: { text: 'Look', files: [`pic.png image/png ${PNG.length} cid:pic@x`] }
  },
  {
    name: 'parts within parts within parts',
    raw: multipartMail('mixed', [
      nested('related', [alternative('Deep', '<p>Deep</p>'), file('image/png', 'a.png', PNG)]),
      file('text/csv', 'a.csv', 'a,b')
    ]),
    out: { text: 'Deep', files: [`a.png image/png ${PNG.length}`, 'a.csv text/csv 3'] }
  },
  {
    name: 'texts around a file, as Apple writes them',
    raw: multipartMail('mixed', [
      part('text/plain', 'before'),
      file('image/png', 'a.png', PNG),
      part('text/plain', 'after')
    ]),
    out: { text: 'before\n\nafter', files: [`a.png image/png ${PNG.length}`] }
  },
  {
    name: 'only a file',
    raw: mail(
      { 'content-type': 'application/pdf; name=a.pdf', 'content-transfer-encoding': 'base64', subject: 'Scan' },
      base64('%PDF')
    ),
    out: { text: '', subject: 'Scan', files: ['a.pdf application/pdf 4'] }
  },
  {
    name: 'an attached text is a file',
    raw: multipartMail('mixed', [part('text/plain', 'see'), file('text/plain', 'notes.txt', 'my notes')]),
    out: { text: 'see', files: ['notes.txt text/plain 8'] }
  },
  {
    name: 'a file name in parts (RFC 2231)',
    raw: multipartMail('mixed', [
      part('text/plain', 'see'),
      part('application/pdf', base64('x'), {
        'Content-Disposition': `attachment; filename*0*=utf-8''Rela%C3%A7; filename*1*=%C3%A3o.pdf`,
        'Content-Transfer-Encoding': 'base64'
      })
    ]),
    out: { files: ['Relação.pdf application/pdf 1'] }
  },
  {
    name: 'a file name in an encoded word, with two extensions reversed',
    raw: multipartMail('mixed', [
      part('application/pdf', base64('x'), {
        'Content-Disposition': 'attachment; filename="=?utf-8?Q?fatura=E2=80=AEfdp.exe?="',
        'Content-Transfer-Encoding': 'base64'
      })
    ]),
    out: { files: ['faturafdp.exe application/pdf 1'] }
  },
  {
    name: 'a file with two extensions keeps both: its reader sees what it is',
    raw: multipartMail('mixed', [part('text/plain', 'see'), file('application/pdf', 'invoice.pdf.exe', 'MZ')]),
    out: { files: ['invoice.pdf.exe application/pdf 2'] }
  },
  {
    name: 'an archive that unpacks to ten thousand times its size stays packed: nothing here opens it',
    raw: multipartMail('mixed', [part('text/plain', 'see'), file('application/gzip', 'bomb.gz', BOMB)]),
    out: { text: 'see', files: [`bomb.gz application/gzip ${BOMB.length}`] }
  },
  {
    name: 'a file without a name',
    raw: multipartMail('mixed', [
      part('text/plain', 'x'),
      part('application/zip', base64('PK'), { 'Content-Transfer-Encoding': 'base64' })
    ]),
    out: { files: [' application/zip 2'] }
  },
  {
    name: 'an email within an email is a file, and says nothing here',
    raw: multipartMail('mixed', [
      part('text/plain', 'Forwarded'),
      part('message/rfc822', 'From: x@y.example\nSubject: inner\n\nI am inside')
    ]),
    out: { text: 'Forwarded', subject: 'A question', files: ['message.eml message/rfc822 48'] }
  },
  {
    name: 'winmail.dat',
    raw: multipartMail('mixed', [
      part('text/plain', 'From Outlook'),
      file('application/ms-tnef', 'winmail.dat', winmail())
    ]),
    out: { text: 'From Outlook', files: ['plan.txt text/plain 8'] }
  },
  {
    name: 'winmail.dat truncated after a whole file',
    raw: multipartMail('mixed', [part('text/plain', 'x'), file('application/ms-tnef', 'winmail.dat', winmail(20))]),
    out: { files: ['PLAN~1.TXT text/plain 8'] }
  },
  {
    name: 'an invalid winmail.dat stays a file',
    raw: multipartMail('mixed', [part('text/plain', 'x'), file('application/ms-tnef', 'winmail.dat', 'nonsense')]),
    out: { files: ['winmail.dat application/ms-tnef 8'] }
  },
  {
    name: 'a file of 25 MB',
    raw: multipartMail('mixed', [
      part('text/plain', 'see'),
      file('video/mp4', 'film.mp4', Buffer.alloc(25 * 1024 ** 2))
    ]),
    out: { text: 'see', files: [`film.mp4 video/mp4 ${25 * 1024 ** 2}`] }
  },
  {
    name: 'a calendar invitation',
    raw: multipartMail('alternative', [
      part('text/plain', 'You are invited: Visit'),
      part('text/calendar; method=REQUEST; charset=utf-8', 'BEGIN:VCALENDAR\nEND:VCALENDAR')
    ]),
    out: { text: 'You are invited: Visit', files: ['invite.ics text/calendar 30'] }
  },
  {
    name: 'signed with S/MIME: the signature is not a file for readers',
    raw: multipartMail('signed', [
      part('text/plain', 'Signed'),
      file('application/pkcs7-signature', 'smime.p7s', 'xx')
    ]),
    out: { text: 'Signed', files: [] }
  },
  {
    name: 'encrypted: its files are shown',
    raw: multipartMail('encrypted', [
      part('application/pgp-encrypted', 'Version: 1'),
      file('application/octet-stream', 'encrypted.asc', '---')
    ]),
    out: { text: '', files: [' application/pgp-encrypted 10', 'encrypted.asc application/octet-stream 3'] }
  },
  {
    name: 'the last boundary is missing',
    raw: Buffer.from(
      multipartMail('mixed', [part('text/plain', 'cut off'), file('text/csv', 'a.csv', 'a,b')])
        .toString()
        .replace(/--=_mixed--\s*$/, '')
    ),
    out: { text: 'cut off', files: ['a.csv text/csv 3'] }
  },
  {
    name: 'a boundary that never occurs',
    raw: mail({ 'content-type': 'multipart/mixed; boundary=nowhere' }, 'Hello, where am I?'),
    out: { kind: 'written', text: '', files: [] }
  },
  {
    name: 'multipart without a boundary',
    raw: mail({ 'content-type': 'multipart/mixed' }, 'Hello'),
    out: { kind: 'written' }
  },
  {
    name: 'an invalid type',
    raw: mail({ 'content-type': 'text' }, 'Hello'),
    out: { kind: 'written' }
  },
  {
    name: 'format=flowed',
    raw: mail({ 'content-type': 'text/plain; format=flowed' }, 'one \ntwo\n\n three'),
    out: { text: 'one two\n\nthree' }
  },
  {
    name: 'only a subject',
    raw: mail({ subject: 'Call me' }, ''),
    out: { kind: 'written', text: '', subject: 'Call me' }
  },
  {
    name: 'a text of 200 kB is truncated, visibly',
    raw: mail({}, 'é '.repeat(70_000)),
    out: { textBytes: 65_535, endsWith: '[…]' }
  },
  {
    name: 'HTML nested a hundred thousand times',
    raw: mail({ 'content-type': 'text/html' }, `${'<b>'.repeat(100_000)}deep`),
    out: { kind: 'written' }
  },
  {
    name: 'HTML full of styles, scripts, forms and trackers shows only its words',
    raw: mail(
      { 'content-type': 'text/html' },
      '<meta http-equiv=refresh content="0;url=x"><svg onload=alert(1)><text>drawn</text></svg><form action=x><p>Hi</p></form><img src="https://t.example/p.gif">'
    ),
    out: { text: 'Hi' }
  },
  {
    name: 'bytes that are not an email',
    raw: Buffer.from([0, 1, 2, 255, 254, 10, 10, 0]),
    out: { kind: 'unreadable' }
  },
  { name: 'nothing at all', raw: Buffer.alloc(0), out: { kind: 'unreadable' } }
]
