/** A piece of a text, plain or with the URL that it leads to. */
export interface Piece {
  text: string
  href?: string
}

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"'`\p{C}]+/giu
const AFTER = /[.,;:!?…)\]}»”’*_~]+$/u

/** Splits a text at its URLs, which exclude the punctuation after them in a sentence. The pieces add up to the text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutPunctuation(found)
    const href = webAddress(address.includes('://') ? address : `https://${address}`)
    if (!href) continue
    if (index > end) pieces.push({ text: text.slice(end, index) })
    pieces.push({ text: address, href })
    end = index + address.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end) })
  return pieces
}

/** A closing bracket belongs to the URL if it was opened there, as on Wikipedia. */
function withoutPunctuation(address: string): string {
  const cut = address.replace(AFTER, '')
  const closesIt = address[cut.length] === ')' && cut.split('(').length > cut.split(')').length
  return closesIt ? `${cut})` : cut
}

/** The URL if a browser may go there: never a script. */
export function webAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, href } = new URL(text)
  return /^https?:$/.test(protocol) ? href : undefined
}
