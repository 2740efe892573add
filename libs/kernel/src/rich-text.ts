/** A run of text within a line. */
export interface RichSpan {
  text: string
  bold?: true
  /** Link target: http, https or mailto. */
  href?: string
}
export type RichLine = RichSpan[]
export type RichBlock =
  | { kind: 'paragraph'; lines: RichLine[] }
  | { kind: 'list'; items: RichLine[] }
  | { kind: 'numbered'; start: number; items: RichLine[] }

const BULLET = /^ {0,3}[-*•] +(?=\S)/
const NUMBER = /^ {0,3}(\d{1,9})[.)] +(?=\S)/
// bounded, so that matching takes time linear in the length of the text
const BOLD = /\*\*(?=[^\s*])([^\n]{1,1000}?)(?<=[^\s*])\*\*/.source
const LINK = /\[([^[\]\n]{1,300})\]\(((?:https?:\/\/|mailto:)[^\s()<>"]{1,2000})\)/.source
const ADDRESS = /https?:\/\/[^\s<>"']{0,2000}[^\s<>"'.,;:!?)\]*]/.source
const SPAN = new RegExp(`${BOLD}|${LINK}|(${ADDRESS})`, 'g')

/** The Markdown of mails: paragraphs, lists, numbered lists, **bold**, [links](https://…), URLs. The rest is text. */
export function richText(text: string): RichBlock[] {
  const blocks: RichBlock[] = []
  let goesOn = false
  for (const line of text.split('\n')) {
    const last = goesOn ? blocks.at(-1) : undefined
    goesOn = line.trim() !== ''
    if (goesOn) put(blocks, last, line)
  }
  return blocks
}

function put(blocks: RichBlock[], last: RichBlock | undefined, line: string): void {
  const number = NUMBER.exec(line)
  const mark = BULLET.exec(line) ?? number
  const spans = spansOf(mark ? line.slice(mark[0].length) : line)
  const kind = number ? 'numbered' : mark ? 'list' : 'paragraph'
  if (last?.kind === kind) (last.kind === 'paragraph' ? last.lines : last.items).push(spans)
  else if (number) blocks.push({ kind: 'numbered', start: Number(number[1]), items: [spans] })
  else if (mark) blocks.push({ kind: 'list', items: [spans] })
  else blocks.push({ kind: 'paragraph', lines: [spans] })
}

function spansOf(line: string): RichLine {
  const spans: RichLine = []
  let from = 0
  for (const { 0: whole, 1: bold, 2: words, 3: href, 4: address, index } of line.matchAll(SPAN)) {
    if (index > from) spans.push({ text: line.slice(from, index) })
    if (bold !== undefined) spans.push(...spansOf(bold).map(span => ({ ...span, bold: true as const })))
    else if (words !== undefined) spans.push({ text: words, href: href! })
    else spans.push({ text: address!, href: address! })
    from = index + whole.length
  }
  if (from < line.length) spans.push({ text: line.slice(from) })
  return spans
}

/** The same for plain-text readers: without the marks, and links followed by their targets. */
export const withoutMarks = (text: string): string =>
  text
    .split('\n')
    .map(line =>
      spansOf(line)
        .map(({ text: words, href }) => (href === undefined || href === words ? words : `${words} <${href}>`))
        .join('')
    )
    .join('\n')
