import { isVisible } from '@inbox/kernel'

/** `On …, Ana wrote:` as written by mail programs, in the order en, pt, es, de, fr, it, ja, ar. */
const WROTE = new RegExp(
  [
    ...['wrote', 'writes', 'escreveu', 'escribió', 'escribio', 'schrieb', 'a écrit', 'ha scritto', 'さんは書きました'],
    ...['のメール', 'が書き込みました', 'كتب', 'كتبت', 'تمت كتابة ما يلي بواسطة']
  ].join('|'),
  'i'
)
const INTRODUCED = /^\s*(On|Em|No dia|A|El|Am|Le|Il|Il giorno|في|بتاريخ|\d{4}[年/.-]\d{1,2})(?=\s|\d|月)/i
const DATED = /\d{1,4}[.:/年月-]\s?\d{1,2}|\d{4}|[\u0660-\u0669]{2,}/
const ENDS = /[:：]\s*$/
const ADDRESSED = /<[^<>\s]+@[^<>\s]+>|\(?[^\s()<>]+@[^\s()<>]+\)?/

const DASHED =
  /^\s*[>*]*\s*-{2,}\s*(original message|original appointment|reply message|mensagem original|mensaje original|ursprüngliche nachricht|originalnachricht|message d'origine|messaggio originale|元のメッセージ|الرسالة الأصلية)\s*-{2,}/i

/** `---- On …, Ana wrote ----` */
const RULED = /^\s*-{2,}\s.*\s-{2,}\s*$/

const FORWARDED = new RegExp(
  [
    ...['forwarded message', 'forwarded by', 'mensagem encaminhada', 'mensaje reenviado', 'weitergeleitete nachricht'],
    ...['message transféré', 'messaggio inoltrato', '転送メッセージ', '転送されたメッセージ', 'رسالة معاد توجيهها'],
    ...['رسالة تمت إعادة توجيهها', 'رسالة مُعاد توجيهها', 'الرسالة التي تمت إعادة توجيهها']
  ].join('|'),
  'i'
)

/** Header fields that Outlook and others put above a quote. */
const FIELD =
  /^[\s>*]*(from|sent|date|to|cc|subject|de|enviado( el| em)?|enviada( em)?|data|fecha|para|assunto|asunto|von|gesendet|datum|an|betreff|envoyé|à|objet|差出人|送信日時|日時|宛先|件名|送信者|من|تم الإرسال|التاريخ|إلى|الموضوع)\s*\*?\s*[:：]/i
const SENDER_FIELD = /^[\s>*]*(from|de|von|差出人|送信者|من)\s*\*?\s*[:：]/i
const RULE = /^\s*(_{10,}|-{10,}|─{5,})\s*$/

/** What programs and phones append. */
const SIGNATURES = [
  /^--\s?$/,
  /^sent from (my|the|yahoo|outlook|mail for|samsung|proton|gmail|aol)\b/i,
  /^sent (with|using|via) [\w. ]{2,40}/i,
  /^get (outlook for|bluemail)\b/i,
  /^enviad[oa] (do|da|desde|a partir do|con|com|pelo)\b.{2,60}/i,
  /^(obter o|obtenha o|obtener|obtén) outlook\b/i,
  /^(von meinem .{2,40} gesendet|gesendet (von|mit|über) .{2,60}|diese nachricht wurde von meinem .{2,60} gesendet)/i,
  /^(holen sie sich )?outlook für (ios|android)\b/i,
  /^.{0,30}(から送信|より送信|を入手)。?$/,
  /^(أُرسلت من|أرسلت من|مرسل من|تم الإرسال من|احصل على outlook)/i
]

const MAX_LINES = 20_000
/** The most lines an attribution may be broken into. */
const MAX_BROKEN = 3

/**
 * Where content that readers have seen before begins: the quoted mail below a reply, with the signature above it. An
 * index into the text; undefined if there is nothing to fold, or nothing would be left. Forwarded mails are not folded,
 * as they are the point, nor are answers between quoted lines, which cannot be read without them.
 */
export function foldAt(text: string): number | undefined {
  const lines = text.split('\n', MAX_LINES)
  const quote = quoteLine(lines)
  const end = quote ?? lines.length
  const signature = signatureLine(lines, end)
  const first = signature ?? quote
  if (first === undefined) return undefined
  const kept = trimmed(lines, first)
  const index = lines.slice(0, kept).reduce((sum, line) => sum + line.length + 1, 0)
  return isVisible(text.slice(0, index)) ? Math.max(index - 1, 0) : undefined
}

/** The line after the last non-blank one before `end`. */
function trimmed(lines: readonly string[], end: number): number {
  let at = end
  while (at > 0 && !lines[at - 1]!.trim()) at -= 1
  return at
}

const isQuoted = (line: string) => /^\s*[>|]/.test(line)

function quoteLine(lines: readonly string[]): number | undefined {
  const at = lines.findIndex((_, index) => FORWARDED.test(lines[index]!) || beginsQuote(lines, index))
  if (at < 0 || FORWARDED.test(lines[at]!)) return at < 0 ? trailingQuote(lines) : undefined
  // if the quoted lines are marked, unmarked ones are an answer to them
  const below = lines.slice(endOfAttribution(lines, at))
  const isMarked = below.find(line => line.trim()) !== undefined && isQuoted(below.find(line => line.trim())!)
  return isMarked ? trailingQuote(lines) : at
}

/** From where on there are only marked lines, blank ones and signatures; including the attribution above. */
function trailingQuote(lines: readonly string[]): number | undefined {
  let at = signatureLine(lines, lines.length) ?? lines.length
  at = trimmed(lines, at)
  const end = at
  while (at > 0 && (isQuoted(lines[at - 1]!) || !lines[at - 1]!.trim())) at -= 1
  if (at === end || !lines.slice(at, end).some(isQuoted)) return undefined
  const above = trimmed(lines, at)
  for (let begin = Math.max(0, above - MAX_BROKEN); begin < above; begin += 1)
    if (beginsQuote(lines, begin)) return begin
  const introduces =
    above > 0 && ENDS.test(lines[above - 1]!) && (DATED.test(lines[above - 1]!) || ADDRESSED.test(lines[above - 1]!))
  return introduces ? above - 1 : at
}

function beginsQuote(lines: readonly string[], at: number): boolean {
  const line = lines[at]!
  if (!line.trim() || isQuoted(line)) return false
  if (DASHED.test(line)) return true
  if (RULED.test(line) && WROTE.test(line) && DATED.test(line)) return true
  if (RULE.test(line)) return isHeaderBlock(lines, at + 1)
  return isHeaderBlock(lines, at) || isAttribution(lines, at)
}

/** Three header fields in a row, the first of which names a sender. */
function isHeaderBlock(lines: readonly string[], from: number): boolean {
  let at = from
  while (at < lines.length && at < from + 2 && !lines[at]!.trim()) at += 1
  if (at >= lines.length || !SENDER_FIELD.test(lines[at]!)) return false
  return lines.slice(at, at + 8).filter(line => FIELD.test(line)).length >= 3
}

const attributionOf = (lines: readonly string[], at: number, count: number) => lines.slice(at, at + count).join(' ')

function isAttribution(lines: readonly string[], at: number): boolean {
  return endOfAttribution(lines, at) > at
}

/** The line after an attribution that begins at `at`; `at` if there is none. */
function endOfAttribution(lines: readonly string[], at: number): number {
  for (let count = 1; count <= MAX_BROKEN && at + count <= lines.length; count += 1) {
    if (!lines[at + count - 1]!.trim()) return at
    const said = attributionOf(lines, at, count)
    if (said.length > 500 || !ENDS.test(said)) continue
    if (!DATED.test(said)) return at
    const isWritten = WROTE.test(said) && (INTRODUCED.test(said) || ADDRESSED.test(said))
    // Gmail in Japanese only says when and who
    if (isWritten || (/^\s*\d{4}年/.test(said) && ADDRESSED.test(said))) return at + count
    return at
  }
  return at
}

/** Where a signature begins among the lines before `end`; only near it, so that no one's words are mistaken for one. */
function signatureLine(lines: readonly string[], end: number): number | undefined {
  const from = Math.max(0, end - 15)
  for (let at = from; at < end; at += 1) {
    const line = lines[at]!.trim()
    if (SIGNATURES.some((pattern, index) => pattern.test(index === 0 ? lines[at]! : line))) return at
  }
  return undefined
}
