/** Line breaks and other white space that has no place in a single line. */
const breaks = /[\t-\r\u0085\u2028\u2029]+/g

/**
 * Control characters, direction marks (embeddings, overrides and isolates of UAX #9, which make a file called `gnp.exe`
 * read `exe.png`), zero-width spaces, annotations and lone surrogates. Joiners stay: emoji and Persian need them.
 */
const hidden = /[\p{Cc}\p{Cs}\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]/gu

/** Anything but white space, controls and ignorable code points such as the Hangul filler; U+2800 is blank Braille. */
const seen = /[^\p{Cc}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]/u

/** Whether a text contains anything visible. */
export const isVisible = (text: string): boolean => seen.test(text)

/** Controls other than white space, and lone surrogates: invisible, and not accepted by every program. */
const unreadable = /[^\P{Cc}\t-\r\u0085]|\p{Cs}/gu

/** A text as a single line, displayed in the order it is written in; empty if nothing would be visible. */
export function plainLine(text: string): string {
  const line = text.replace(breaks, ' ').replace(hidden, '').trim()
  return isVisible(line) ? line : ''
}

const [isolates, embeddings, overrides] = ['\u2066\u2067\u2068', '\u202a\u202b', '\u202d\u202e']
const endOfEmbedding = '\u202c'
/** They end the paragraph, and everything open in it. */
const paragraphEnd = /[\n\r\x1c-\x1e\u0085\u2029]/
const directional = /[\u202a-\u202e\u2066-\u2069]/
const marks = new RegExp(`${directional.source}|${paragraphEnd.source}`, 'g')

/** A text of any number of lines, displayed in the order it is written in; may be empty. */
export const plainText = (text: string): string => inReadingOrder(text.replace(unreadable, ''))

/**
 * Removes what would display a text in another order than it is written in (UAX #9): overrides, and embeddings and
 * isolates that their paragraph does not close. Closed ones, and all other marks that languages need, stay.
 */
function inReadingOrder(text: string): string {
  if (!directional.test(text)) return text
  const dropped = new Set<number>()
  const drop = (indexes: number[]) => {
    for (const index of indexes) dropped.add(index)
  }
  const isAny = (of: string, index: number | undefined) => index !== undefined && of.includes(text[index]!)
  const open: number[] = []
  for (const { 0: mark, index } of text.matchAll(marks)) {
    const last = open.at(-1)
    if (paragraphEnd.test(mark)) drop(open.splice(0))
    else if ((isolates + embeddings + overrides).includes(mark)) open.push(index)
    else if (mark === endOfEmbedding && isAny(embeddings, last)) open.pop()
    else if (mark === endOfEmbedding) drop(isAny(overrides, last) ? [open.pop()!, index] : [index])
    else {
      const begin = open.findLastIndex(each => isAny(isolates, each))
      drop(begin < 0 ? [index] : open.splice(begin).slice(1))
    }
  }
  drop(open)
  return text
    .split('')
    .filter((_, index) => !dropped.has(index))
    .join('')
}
