import { type RichBlock, type RichLine, type RichSpan, richText } from '@inbox/kernel/rich-text'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, character => ESCAPES[character]!)
const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/g

/** Text with clickable addresses. */
function linked(text: string): string {
  let html = ''
  let from = 0
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    html += `${escaped(text.slice(from, index))}<a href="${escaped(address)}">${escaped(address)}</a>`
    from = index + address.length
  }
  return html + escaped(text.slice(from))
}

const paragraphs = (text: string) =>
  text
    .split(/\n{2,}/)
    .filter(paragraph => paragraph.trim())
    .map(paragraph => `<p dir="auto">${linked(paragraph).replaceAll('\n', '<br>\n')}</p>`)
    .join('\n')

const spanOf = ({ text, bold, href }: RichSpan): string => {
  const words = href === undefined ? escaped(text) : `<a href="${escaped(href)}">${escaped(text)}</a>`
  return bold ? `<strong>${words}</strong>` : words
}
const lineOf = (line: RichLine) => line.map(spanOf).join('')
const itemsOf = (items: RichLine[]) => items.map(item => `<li dir="auto">${lineOf(item)}</li>`).join('\n')

function blockOf(block: RichBlock): string {
  if (block.kind === 'paragraph') return `<p dir="auto">${block.lines.map(lineOf).join('<br>\n')}</p>`
  if (block.kind === 'list') return `<ul>\n${itemsOf(block.items)}\n</ul>`
  return `<ol${block.start === 1 ? '' : ` start="${block.start}"`}>\n${itemsOf(block.items)}\n</ol>`
}

/** An answer as HTML: its text with lists, bold words and links, the signature, and the quote with its introduction. */
export function htmlOf(said: string, signature: string | undefined, quoted: string): string {
  const lines = quoted.split('\n')
  const first = lines.findIndex(line => line.startsWith('>'))
  const introduction = first < 0 ? quoted : lines.slice(0, first).join('\n')
  const words =
    first < 0
      ? ''
      : lines
          .slice(first)
          .map(line => line.replace(/^> ?/, ''))
          .join('\n')
  return [
    richText(said).map(blockOf).join('\n'),
    signature && `<div style="color:#666">-- <br>\n${linked(signature).replaceAll('\n', '<br>\n')}</div>`,
    paragraphs(introduction),
    words &&
      `<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">${paragraphs(words)}</blockquote>`
  ]
    .filter(Boolean)
    .join('\n')
}
