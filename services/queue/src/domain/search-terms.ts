import type { Content } from '@inbox/contracts'
import anyAscii from 'any-ascii'

const LONGEST = 24
/** How many characters of a text are indexed: the longest that a message may be. */
const READ = 65_536
const MAX_WORDS = 12
/** By how many of its last digits a phone number is found, besides its beginning. */
const LAST_DIGITS = [4, 8, 9, 10, 11]

const ASCII = /^[\0-\x7f]*$/
/** Marks that people omit when they search: accents, and vowels of Hebrew and Arabic. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g
const OTHER_LATIN = /[^\P{Script=Latin}a-z]/gu
/** Scripts in which words are not preceded by a space, or are part of a longer one. */
const UNSPACED = [
  ...['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar'].map(name => `\\p{Script=${name}}`),
  'ー'
].join('')
const RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'gu')
const STARTS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u')
const PUNCTUATION = /[^\p{L}\p{N}\p{M}]+/u

/** Removes case, accents and letters that keyboards lack: `Łukasz` becomes `lukasz`, `Straße` becomes `strasse`. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(OTHER_LATIN, letter => anyAscii(letter))
    .replaceAll('ς', 'σ')
}

export const isUnspaced = (letter: string): boolean => STARTS_UNSPACED.test(letter)
export const isPunctuation = (letter: string): boolean => PUNCTUATION.test(letter)

/**
 * The terms by which texts are found: their words, folded, at most `most`. A word with punctuation is found from the
 * start of each of its parts: `ana.silva@example.org` by `ana.sil`, `silva@ex` and `example`; text written without
 * spaces by any two consecutive letters.
 */
export function termsOf(texts: (string | undefined)[], most: number): string[] {
  const terms = new Set<string>()
  for (const text of texts) {
    for (const word of wordsIn(text ?? '')) {
      for (const term of termsOfWord(word)) {
        if (terms.size === most) return [...terms]
        terms.add(term)
      }
    }
  }
  return [...terms]
}

/** The term prefixes of a query, the most selective first. */
export const wordsOf = (query: string): string[] =>
  [...new Set([...wordsIn(query)].flatMap(lookedFor))].slice(0, MAX_WORDS).sort((a, b) => b.length - a.length)

/** Whether these last digits find the number. */
export const isEnding = (digits: string, number: string): boolean => endingsOf(number).includes(digits)

/** A phone number as one word, however it is formatted. */
export const digitsOf = (phone: string | undefined): string | undefined => phone?.replace(/\D/g, '')

/** The searchable text of a message; for a cart, of what is in it. */
export function textOf(content: Content): string | undefined {
  switch (content.type) {
    case 'text':
    case 'template':
      return content.text
    case 'interactive':
      return joinedBy(' · ', content.title, content.description)
    case 'order':
      return joinedBy(
        ', ',
        content.text,
        ...content.items.map(({ name, id, quantity }) => `${quantity} × ${name ?? id}`)
      )
    case 'unsupported':
    case 'revoked':
    case 'erased':
      return undefined
    case 'location':
    case 'contactCard':
      return content.name
    default:
      return content.caption ?? content.name
  }
}

const joinedBy = (separator: string, ...texts: (string | undefined)[]) => texts.filter(Boolean).join(separator)

/** The parts of a word between punctuation, or the letters of a run written without spaces. */
type Word = { parts: string[] } | { letters: string[] }

/** Lazy: of a long text only the first words are needed. */
function* wordsIn(text: string): Generator<Word> {
  for (const chunk of fold(text.slice(0, READ)).split(/\s+/)) {
    for (const run of chunk.match(RUNS) ?? []) {
      if (isUnspaced(run)) yield { letters: [...run] }
      else {
        const parts = run.split(PUNCTUATION).filter(Boolean)
        if (parts.length > 0) yield { parts }
      }
    }
  }
}

function* termsOfWord(word: Word): Generator<string> {
  if ('letters' in word) {
    for (const [n, letter] of word.letters.entries()) yield letter + (word.letters[n + 1] ?? '')
    return
  }
  const { parts } = word
  for (let n = 0; n < parts.length; n++) yield joined(parts, n)
  yield* endingsOf(parts.join(''))
}

function lookedFor(word: Word): string[] {
  if ('parts' in word) return [joined(word.parts, 0)]
  const pairs = [...termsOfWord(word)]
  return pairs.length > 1 ? pairs.slice(0, -1) : pairs
}

// no part is empty, so no more parts than this are needed
const joined = (parts: string[], from: number): string =>
  parts
    .slice(from, from + LONGEST)
    .join('')
    .slice(0, LONGEST)

const endingsOf = (word: string): string[] =>
  /^\d{8,24}$/.test(word) ? LAST_DIGITS.filter(count => count < word.length).map(count => word.slice(-count)) : []
