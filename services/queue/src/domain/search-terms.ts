import type { Content } from '@inbox/contracts'
import anyAscii from 'any-ascii'

const LONGEST = 24
/** Characters of a text that are looked at: all that a message may have. */
const READ = 65_536
const MAX_WORDS = 12
/** By how many of its last digits a phone number is found, besides from its beginning. */
const LAST_DIGITS = [4, 8, 9, 10, 11]

const ASCII = /^[\0-\x7f]*$/
/** Marks that people leave out when they look for something: accents, and vowels of Hebrew and Arabic. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g
const OTHER_LATIN = /[^\P{Script=Latin}a-z]/gu
/** Scripts in which a word has no space before it, or is part of a longer one. */
const UNSPACED = [
  ...['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar'].map(name => `\\p{Script=${name}}`),
  'ー'
].join('')
const RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'gu')
const STARTS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u')
const PUNCTUATION = /[^\p{L}\p{N}\p{M}]+/u

/** Without case, accents and letters that keyboards lack: `Łukasz` as `lukasz`, `Straße` as `strasse`. */
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
 * What texts are found by: their words, folded, at most `most`. A word with punctuation is found from each of its parts on:
 * `ana.silva@example.org` by `ana.sil`, `silva@ex` and `example`; what is written without spaces by any two letters that
 * follow each other.
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

/** The beginnings of terms that somebody looks for, the one that says most first. */
export const wordsOf = (query: string): string[] =>
  [...new Set([...wordsIn(query)].flatMap(lookedFor))].slice(0, MAX_WORDS).sort((a, b) => b.length - a.length)

/** Whether a number is found by these last digits of it. */
export const isEnding = (digits: string, number: string): boolean => endingsOf(number).includes(digits)

/** A phone number as one word, however it is written. */
export const digitsOf = (phone: string | undefined): string | undefined => phone?.replace(/\D/g, '')

/** What a message can be found by; of a cart, what is in it. */
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

/** The parts of a word between punctuation, or the letters of a run that is written without spaces. */
type Word = { parts: string[] } | { letters: string[] }

/** One by one: of a long text only the first are wanted. */
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

// no part is empty, so that no more of them are needed
const joined = (parts: string[], from: number): string =>
  parts
    .slice(from, from + LONGEST)
    .join('')
    .slice(0, LONGEST)

const endingsOf = (word: string): string[] =>
  /^\d{8,24}$/.test(word) ? LAST_DIGITS.filter(count => count < word.length).map(count => word.slice(-count)) : []
