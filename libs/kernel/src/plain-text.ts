/** Breaks of lines and other blanks that have no place in one line. */
const breaks = /[\t-\r\u0085\u2028\u2029]+/g

/**
 * Controls, marks that turn the text around (embeddings, overrides and isolates of UAX #9: a file called `gnp.exe` that
 * reads `exe.png`), blanks of no width, annotations and halves of characters. Joiners stay: emoji and Persian need them.
 */
const hidden = /[\p{Cc}\p{Cs}\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]/gu

/** Anything but blanks, controls and what Unicode calls ignorable, such as the Hangul filler; U+2800 is Braille without a dot. */
const seen = /[^\p{Cc}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]/u

/** Whether there is anything that a reader can see. */
export const isVisible = (text: string): boolean => seen.test(text)

/** A text as one line that reads as it is written; empty if there would be nothing to see. */
export function plainLine(text: string): string {
  const line = text.replace(breaks, ' ').replace(hidden, '').trim()
  return isVisible(line) ? line : ''
}
