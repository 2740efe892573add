import { crlf, mail, multipartMail, part, type Specimen } from './build.ts'

const A = 'Azulejo <support@azulejo.example>'
const plain = (text: string) =>
  mail({ 'content-type': 'text/plain; charset=utf-8', 'content-transfer-encoding': '8bit' }, crlf(text))

/** `said`, and below it what a program quotes. */
const reply = (name: string, said: string, below: string): Specimen => ({
  name: `reply: ${name}`,
  raw: plain(`${said}\n\n${below}\n`),
  out: { shown: said }
})

const marked = '> Hello Ana,\n> we can help.\n>\n> Azulejo'
const gmail: [string, string][] = [
  ['English', `On Mon, Mar 2, 2026 at 10:00 AM ${A} wrote:`],
  ['Portuguese', `Em seg., 2 de mar. de 2026 às 10:00, ${A} escreveu:`],
  ['Spanish', 'El lun, 2 mar 2026 a las 10:00, Azulejo (<support@azulejo.example>) escribió:'],
  ['German', `Am Mo., 2. März 2026 um 10:00 Uhr schrieb ${A}:`],
  ['Japanese', `2026年3月2日(月) 10:00 ${A}:`],
  ['Arabic', `في الاثنين، ٢ مارس ٢٠٢٦ في ١٠:٠٠ ص تمت كتابة ما يلي بواسطة ${A}:`]
]
const apple: [string, string][] = [
  ['English', `On 2 Mar 2026, at 10:00, ${A} wrote:`],
  ['Portuguese', `No dia 02/03/2026, às 10:00, ${A} escreveu:`],
  ['Spanish', `El 2 mar 2026, a las 10:00, ${A} escribió:`],
  ['German', `Am 02.03.2026 um 10:00 schrieb ${A}:`],
  ['Japanese', `2026/03/02 10:00、${A}のメール:`],
  ['Arabic', `في ٢ مارس ٢٠٢٦، الساعة ١٠:٠٠، كتب ${A}:`]
]
const outlook: [string, string][] = [
  ['English', `From: ${A}\nSent: Monday, March 2, 2026 10:00 AM\nTo: Ana <ana@example.org>\nSubject: A question`],
  [
    'Portuguese',
    `De: ${A}\nEnviado: segunda-feira, 2 de março de 2026 10:00\nPara: Ana <ana@example.org>\nAssunto: Pergunta`
  ],
  ['Spanish', `De: ${A}\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: Ana <ana@example.org>\nAsunto: Pregunta`],
  ['German', `Von: ${A}\nGesendet: Montag, 2. März 2026 10:00\nAn: Ana <ana@example.org>\nBetreff: Frage`],
  ['Japanese', `差出人: ${A}\n送信日時: 2026年3月2日 10:00\n宛先: Ana <ana@example.org>\n件名: 質問`],
  ['Arabic', `من: ${A}\nتم الإرسال: الاثنين 2 مارس 2026\nإلى: Ana <ana@example.org>\nالموضوع: سؤال`]
]
const thunderbird: [string, string][] = [
  ['English', 'On 3/2/26 10:00, Azulejo wrote:'],
  ['Portuguese', 'Em 02/03/2026 10:00, Azulejo escreveu:'],
  ['Spanish', 'El 2/3/26 a las 10:00, Azulejo escribió:'],
  ['German', 'Am 02.03.26 um 10:00 schrieb Azulejo:'],
  ['Japanese', 'On 2026/03/02 10:00, Azulejo wrote:'],
  ['Arabic', 'في 02/03/2026 10:00، كتب Azulejo:']
]
const yahoo: [string, string][] = [
  ['English', `On Monday, March 2, 2026 at 10:00:00 AM GMT, ${A} wrote:`],
  ['Portuguese', `Em segunda-feira, 2 de março de 2026 às 10:00:00 BRT, ${A} escreveu:`],
  ['Spanish', `El lunes, 2 de marzo de 2026, 10:00:00 CET, ${A} escribió:`],
  ['German', `Am Montag, 2. März 2026 um 10:00:00 MEZ hat ${A} Folgendes geschrieben:`],
  ['Japanese', `2026年3月2日月曜日 10:00:00 JST、${A}さんは書きました:`],
  ['Arabic', `في الاثنين، ٢ مارس ٢٠٢٦ ١٠:٠٠:٠٠ ص غرينتش، كتب ${A}:`]
]
const proton: [string, string][] = [
  ['English', `On Monday, March 2nd, 2026 at 10:00, ${A} wrote:`],
  ['Portuguese', `Em segunda-feira, 2 de março de 2026 às 10:00, ${A} escreveu:`],
  ['Spanish', `El lunes, 2 de marzo de 2026 a las 10:00, ${A} escribió:`],
  ['German', `Am Montag, 2. März 2026 um 10:00 schrieb ${A}:`],
  ['Japanese', `2026年3月2日月曜日 10:00、${A} さんは書きました:`],
  ['Arabic', `في يوم الاثنين، ٢ مارس ٢٠٢٦ الساعة ١٠:٠٠، كتب ${A}:`]
]
/** Zoho's form, with a rule instead of a colon. */
const ruled: [string, string][] = [
  ['English', `---- On Mon, 02 Mar 2026 10:00:00 +0000 ${A} wrote ---`],
  ['Portuguese', `---- Em seg., 02 mar. 2026 10:00:00 +0000 ${A} escreveu ----`],
  ['Spanish', `---- El lun, 02 mar 2026 10:00:00 +0000 ${A} escribió ----`],
  ['German', `---- Am Mo., 02 März 2026 10:00:00 +0000 schrieb ${A} ----`],
  ['Japanese', `---- 2026年3月2日(月) 10:00:00 +0000 ${A} さんは書きました ----`],
  ['Arabic', `---- في الاثنين، 02 مارس 2026 10:00:00 +0000 كتب ${A} ----`]
]
const bold = (head: string) => head.replace(/^([^:]+):/gm, '*$1:*')
const dashed: [string, string][] = [
  ['English', '-----Original Message-----'],
  ['Portuguese', '-----Mensagem original-----'],
  ['Spanish', '-----Mensaje original-----'],
  ['German', '-----Ursprüngliche Nachricht-----'],
  ['Japanese', '-----元のメッセージ-----'],
  ['Arabic', '-----الرسالة الأصلية-----']
]
const said: Record<string, string> = {
  English: 'Thanks, that works.\n\nAna',
  Portuguese: 'Obrigada, funciona.\n\nAna',
  Spanish: 'Gracias, funciona.\n\nAna',
  German: 'Danke, das geht.\n\nAna',
  Japanese: 'ありがとうございます。\n\n田中',
  Arabic: 'شكرا، هذا يعمل.\n\nآنا'
}
const unmarked = 'Hello Ana,\nwe can help.'

const inLanguages = (program: string, heads: [string, string][], below: string) =>
  heads.map(([language, head]) => reply(`${program} in ${language}`, said[language]!, `${head}\n${below}`))

export const replies: Specimen[] = [
  ...inLanguages('Gmail', gmail, `\n${marked}`),
  ...inLanguages('Apple Mail', apple, `\n${marked}`),
  ...inLanguages('Outlook', outlook, `\n${unmarked}`),
  ...inLanguages(
    'Outlook on a telephone',
    outlook.map(([l, h]) => [l, `________________________________\n${h}`]),
    unmarked
  ),
  ...inLanguages('Samsung and old Outlook', dashed, `${unmarked}`),
  ...inLanguages('Thunderbird', thunderbird, marked),
  ...inLanguages('Yahoo', yahoo, ` \n ${unmarked}`),
  ...inLanguages('Proton', proton, `\n${marked}`),
  ...inLanguages('Zoho', ruled, `\n${unmarked}`),
  ...inLanguages(
    'Outlook on the web',
    outlook.map(([l, h]) => [l, bold(h)]),
    `\n${unmarked}`
  ),
  reply('Thunderbird, with the whole year', said.English!, `On 02/03/2026 10:00, Azulejo wrote:\n${marked}`),
  reply('Thunderbird in Portugal', said.Portuguese!, `Às 10:00 de 02/03/2026, Azulejo escreveu:\n${marked}`),
  reply(
    'Yahoo, indented',
    said.English!,
    `    On Monday, March 2, 2026 at 10:00:00 AM GMT, ${A} wrote:  \n \n ${unmarked}`
  ),
  reply(
    'Proton, signed',
    said.English!,
    `Sent with Proton Mail secure email.\n\nOn Monday, March 2nd, 2026 at 10:00, ${A} wrote:\n\n${marked}`
  ),
  reply(
    'Outlook on the web, bold',
    said.English!,
    `*From:* ${A}\n*Sent:* Monday\n*To:* Ana\n*Subject:* A question\n\n${unmarked}`
  ),
  reply(
    'broken over three lines',
    said.English!,
    `On Mon, Mar 2, 2026 at 10:00 AM Azulejo Customer Support\n<support@azulejo.example>\nwrote:\n\n${marked}`
  ),
  reply('marks without an introduction', said.English!, marked),
  reply('an iPhone', 'Yes please', `Sent from my iPhone\n\n> On 2 Mar 2026, at 10:00, ${A} wrote:\n> \n> Hello Ana`),
  ...[
    'Sent from my iPhone',
    'Enviado do meu iPhone',
    'Enviado desde mi iPhone',
    'Von meinem iPhone gesendet',
    'iPhoneから送信',
    'أُرسلت من الـ iPhone',
    'Get Outlook for iOS',
    'Enviado a partir do Outlook para Android',
    'Gesendet von Outlook für Android',
    'Sent from Yahoo Mail on Android'
  ].map(line => reply(`signed "${line}"`, 'Hello', line)),
  reply('a signature below two dashes', 'Hello', '-- \nAna Silva\nTiles Ltd.'),
  {
    name: 'reply: Gmail’s HTML',
    raw: mail(
      { 'content-type': 'text/html; charset=utf-8' },
      `<div dir="ltr">Thanks!</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 2, 2026 at 10:00 AM Azulejo &lt;<a href="mailto:support@azulejo.example">support@azulejo.example</a>&gt; wrote:<br></div><blockquote><p>Hello Ana</p></blockquote></div>`
    ),
    out: { shown: 'Thanks!' }
  },
  {
    name: 'reply: answers between the quoted lines are all shown',
    raw: plain(`On Mon, Mar 2, 2026 at 10:00 AM ${A} wrote:\n> Which colour?\nBlue.\n> How many?\nThree.`),
    out: { folded: false }
  },
  {
    name: 'reply: the answer is at the bottom',
    raw: plain(`On Mon, Mar 2, 2026 at 10:00 AM ${A} wrote:\n> Which colour?\n\nBlue.`),
    out: { folded: false }
  },
  {
    name: 'a forwarded email is shown in full',
    raw: plain(
      `See below\n\n---------- Forwarded message ---------\nFrom: ${A}\nDate: Mon\nSubject: x\nTo: y\n\nThe point`
    ),
    out: { folded: false }
  },
  {
    name: 'only a quote is shown',
    raw: plain(`On Mon, Mar 2, 2026 at 10:00 AM ${A} wrote:\n\n${marked}`),
    out: { folded: false }
  },
  {
    name: 'a colon after a date does not end what is said',
    raw: plain('On Monday 2/3 I wrote to you about:\n- tiles\n- glue\nPlease answer.'),
    out: { folded: false }
  },
  {
    name: 'a list of fields is not a quote',
    raw: plain('From: Lisbon\nplease send it soon'),
    out: { folded: false }
  },
  {
    name: 'reply: text and HTML',
    raw: multipartMail('alternative', [
      part('text/plain; charset=utf-8', `Yes.\n\nOn Mon, Mar 2, 2026 at 10:00 AM ${A} wrote:\n\n${marked}`),
      part('text/html; charset=utf-8', '<p>Yes.</p>')
    ]),
    out: { shown: 'Yes.' }
  }
]
