const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, character => ESCAPES[character]!)
const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/g

/** Text with addresses that can be clicked. */
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

/** An answer as HTML: paragraphs and links, its signature, and what it quotes with its introduction. */
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
    paragraphs(said),
    signature && `<div style="color:#666">-- <br>\n${linked(signature).replaceAll('\n', '<br>\n')}</div>`,
    paragraphs(introduction),
    words &&
      `<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">${paragraphs(words)}</blockquote>`
  ]
    .filter(Boolean)
    .join('\n')
}
