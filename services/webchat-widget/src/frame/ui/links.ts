/** A piece of a text: as it is, or with the address that it leads to. */
export interface Piece {
  text: string
  href?: string
}

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"'`\p{C}]+/giu
const AFTER = /[.,;:!?…)\]}»”’*_~]+$/u

/** Finds web addresses, without the punctuation that follows them in a sentence; joined, the texts are the text. */
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

/** A bracket that the address has opened is part of it: Wikipedia has such. */
function withoutPunctuation(address: string): string {
  const cut = address.replace(AFTER, '')
  const closesIt = address[cut.length] === ')' && cut.split('(').length > cut.split(')').length
  return closesIt ? `${cut})` : cut
}

/** The address if a browser may be led there: never a script. */
export function webAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, href } = new URL(text)
  return /^https?:$/.test(protocol) ? href : undefined
}
