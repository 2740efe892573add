import iconv from 'iconv-lite'
import { base64, mail, type Specimen, textIn } from './build.ts'

const japanese = 'こんにちは、注文についてお聞きしたいことがあります。よろしくお願いします。'
const chinese = '你好，我想问一下我的订单什么时候可以发货，谢谢你们的帮助。'
const russian = 'Здравствуйте, я хотел бы узнать, когда придёт мой заказ. Спасибо за помощь.'
const portuguese = 'Olá, não recebi a encomenda de março. Atenção: já é a segunda vez, não percebo porquê.'
const JIS = Buffer.from('\x1b$B$3$s$K$A$O\x1b(B')

const of = (charset: string, text: string): Specimen => ({
  name: `text in ${charset}`,
  raw: textIn(charset, text),
  out: { kind: 'written', text }
})
const wrongly = (name: string, charset: string, declared: string, text: string): Specimen => ({
  name,
  raw: textIn(charset, text, declared),
  out: { text }
})
const undeclared = (charset: string, text: string): Specimen => ({
  name: `${charset} of which nothing is said`,
  raw: mail({}, iconv.encode(text, charset)),
  out: { text }
})
const subject = (name: string, value: string, out: string): Specimen => ({
  name: `subject: ${name}`,
  raw: mail({ subject: value }),
  out: { subject: out }
})

export const charsets: Specimen[] = [
  of('utf-8', `${japanese} ${portuguese} 🙂`),
  of('gb18030', `${chinese} 𠀀`),
  of('gbk', chinese),
  of('big5', '您好，請問我的訂單什麼時候會出貨？'),
  of('shift_jis', japanese),
  of('euc-jp', japanese),
  of('euc-kr', '안녕하세요, 주문에 대해 문의드립니다.'),
  of('koi8-r', russian),
  of('windows-1251', russian),
  of('windows-1252', '“Olá” – 5 €'),
  of('iso-8859-15', 'Olá, 5 €'),
  of('windows-1256', 'مرحبا، أريد أن أسأل عن طلبي'),
  of('windows-1255', 'שלום'),
  of('iso-8859-2', 'Zażółć gęślą jaźń'),
  of('utf-16', portuguese),
  {
    name: 'text in ISO-2022-JP',
    raw: mail({ 'content-type': 'text/plain; charset=ISO-2022-JP' }, JIS),
    out: { text: 'こんにちは' }
  },
  { name: 'ISO-2022-JP without a declaration', raw: mail({}, JIS), out: { text: 'こんにちは' } },
  {
    name: 'ISO-2022-JP declared as us-ascii',
    raw: mail({ 'content-type': 'text/plain; charset=us-ascii' }, JIS),
    out: { text: 'こんにちは' }
  },
  wrongly('windows-1252 declared as latin1', 'windows-1252', 'iso-8859-1', '“5 €” – não…'),
  wrongly('GBK declared as GB2312', 'gbk', 'gb2312', '朱镕基你好'),
  wrongly('UTF-8 declared as latin1', 'utf-8', 'iso-8859-1', portuguese),
  wrongly('UTF-8 declared as a charset that does not exist', 'utf-8', 'x-nobody', portuguese),
  wrongly('windows-1252 declared as UTF-8', 'windows-1252', 'utf-8', portuguese),
  wrongly('windows-1252 declared as us-ascii', 'windows-1252', 'us-ascii', portuguese),
  wrongly('Shift_JIS declared as UTF-8', 'shift_jis', 'utf-8', japanese),
  wrongly('GB18030 declared as UTF-8', 'gb18030', 'utf-8', chinese),
  wrongly('windows-1251 declared as UTF-8', 'windows-1251', 'utf-8', russian),
  undeclared('utf-8', portuguese),
  undeclared('windows-1252', portuguese),
  undeclared('gb18030', chinese),
  undeclared('koi8-r', russian),
  undeclared('euc-jp', japanese),
  {
    name: 'UTF-7, which would hide what it says, is left as it is',
    raw: mail({ 'content-type': 'text/plain; charset=utf-7' }, '+ADw-script+AD4-'),
    out: { text: '+ADw-script+AD4-' }
  },
  {
    name: 'a byte order mark',
    raw: mail({ 'content-type': 'text/plain; charset=utf-8' }, '\ufeffOlá'),
    out: { text: 'Olá' }
  },
  {
    name: 'Base64 with blanks and a missing end',
    raw: mail(
      { 'content-type': 'text/plain; charset=utf-8', 'content-transfer-encoding': 'base64' },
      base64('Olá, tudo bem?')
        .replace(/=+$/, '')
        .replace(/^(.{5})/, '$1 \n ')
    ),
    out: { text: 'Olá, tudo bem?' }
  },
  {
    name: 'invalid quoted-printable: lone equals signs',
    raw: mail(
      { 'content-type': 'text/plain; charset=utf-8', 'content-transfer-encoding': 'quoted-printable' },
      'a = b; Ol=C3=A1; x=\ny=ZZ'
    ),
    out: { text: 'a = b; Olá; xy=ZZ' }
  },
  {
    name: 'an unknown encoding',
    raw: mail({ 'content-transfer-encoding': 'x-strange' }, 'as it is'),
    out: { text: 'as it is' }
  },
  {
    name: 'controls and halves of characters in the text',
    raw: mail({ 'content-type': 'text/plain; charset=utf-8' }, 'a\x00b\x1b[31mc'),
    out: { text: 'ab[31mc' }
  },
  subject('in UTF-8, in two words', '=?utf-8?Q?Ol=C3=A1?=\r\n =?utf-8?B?LCB0dWRv?=', 'Olá, tudo'),
  subject('a character cut in two by its words', '=?utf-8?B?4oI=?= =?utf-8?B?rA==?=', '€'),
  subject('in ISO-2022-JP', '=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=', 'こんにちは'),
  subject('windows-1252 in a word of latin1', '=?iso-8859-1?Q?=935_=80=94?=', '“5 €”'),
  subject('a word in quotes', '"=?utf-8?Q?Ol=C3=A1?="', '"Olá"'),
  subject('8-bit without any encoding', 'Olá açúcar', 'Olá açúcar'),
  subject('in a charset that does not exist', '=?x-nobody?Q?Ola?=', 'Ola'),
  subject('folded in the middle', 'a long\r\n\tsubject', 'a long subject'),
  subject('with a line break in an encoded word', '=?utf-8?Q?a=0D=0ABcc:_x@y.example?=', 'a Bcc: x@y.example'),
  subject('with a mark that turns it around', '=?utf-8?Q?=E2=80=AEexe?=', 'exe'),
  { name: 'no subject', raw: mail({ subject: undefined }), out: { subject: undefined, text: 'Hello' } }
]
