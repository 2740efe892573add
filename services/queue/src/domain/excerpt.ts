import { fold, isEnding, isPunctuation, isUnspaced } from './search-terms.ts'

/** A part of a text, on one line; `marks` are the places of the searched words, in UTF-16 units. */
export interface Excerpt {
  text: string
  marks: [from: number, until: number][]
}

const LENGTH = 160
/** How much to show before the first hit, so that the hit is visible in a narrow list. */
const BEFORE = 24

/** The part of a text around the first hit of `words` (as made by `wordsOf`); undefined = no hit. */
export function excerptOf(text: string, words: readonly string[]): Excerpt | undefined {
  const line = text.replace(/\s+/g, ' ').trim()
  const marks: Excerpt['marks'] = []
  let until = Number.POSITIVE_INFINITY
  for (const { 0: chunk, index } of line.matchAll(/\S+/g)) {
    if (index >= until) break
    for (const [from, to] of hitsIn(chunk, words)) marks.push([index + from, index + to])
    if (marks[0] && until === Number.POSITIVE_INFINITY) until = beginningBefore(line, marks[0][0]) + LENGTH
  }
  const first = marks[0]
  return first && cut(line, beginningBefore(line, first[0]), marks)
}

/** Avoids beginning within a word, unless one word takes all the space before the hit. */
function beginningBefore(line: string, hit: number): number {
  if (hit <= BEFORE) return 0
  const space = line.indexOf(' ', hit - BEFORE)
  return whole(line, space >= 0 && space < hit - 1 ? space + 1 : hit - BEFORE)
}

function cut(line: string, from: number, marks: Excerpt['marks']): Excerpt {
  const until = whole(line, Math.min(line.length, from + LENGTH))
  const before = from > 0 ? '…' : ''
  const shift = before.length - from
  return {
    text: `${before}${line.slice(from, until)}${until < line.length ? '…' : ''}`,
    marks: merged(marks)
      .filter(([start]) => start < until)
      .map(([start, end]) => [start + shift, Math.min(end, until) + shift])
  }
}

// do not split a surrogate pair
const whole = (line: string, at: number): number => (/[\udc00-\udfff]/.test(line.charAt(at)) ? at - 1 : at)

/** Joins marks that touch or overlap. */
function merged(marks: Excerpt['marks']): Excerpt['marks'] {
  const together: Excerpt['marks'] = []
  for (const [from, until] of marks.toSorted(([a], [b]) => a - b)) {
    const last = together.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], until)
    else together.push([from, until])
  }
  return together
}

/** Where words begin in a run without spaces. */
function hitsIn(chunk: string, words: readonly string[]): Excerpt['marks'] {
  const { folded, origins, starts } = traced(chunk)
  const hits = starts.flatMap(start =>
    words
      .filter(word => folded.startsWith(word, start))
      .map((word): [number, number] => [origins[start]!.from, origins[start + word.length - 1]!.until])
  )
  const endings = words.filter(word => isEnding(word, folded))
  return [
    ...hits,
    ...endings.map((word): [number, number] => [origins[folded.length - word.length]!.from, origins.at(-1)!.until])
  ]
}

/** A folded chunk, with the origin of each of its letters; `starts` = where a hit may begin. */
function traced(chunk: string) {
  const origins: { from: number; until: number }[] = []
  const starts: number[] = []
  let folded = ''
  let begins = true
  let unspaced = false
  let at = 0
  for (const letter of chunk) {
    const [from, until] = [at, at + letter.length]
    at = until
    if (isPunctuation(letter)) {
      begins = true
      continue
    }
    const made = fold(letter)
    const last = origins.at(-1)
    // a combining accent belongs to the letter before it
    if (made === '' && last) last.until = until
    if (made === '') continue
    const isNow = isUnspaced(made)
    if (begins || isNow || isNow !== unspaced) starts.push(folded.length)
    begins = false
    unspaced = isNow
    folded += made
    for (let n = 0; n < made.length; n++) origins.push({ from, until })
  }
  return { folded, origins, starts }
}
