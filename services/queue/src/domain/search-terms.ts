import type { Content } from '@inbox/contracts'

const LONGEST = 24
/** Characters of a text that are looked at. */
const READ = 2000
const MOST_WORDS = 6
/** By how many of its last digits a phone number is found, besides from its beginning. */
const LAST_DIGITS = [4, 8, 9, 10, 11]

/**
 * What texts are found by: their words, folded (no case, no accents), at most `most`. A word with punctuation is found from
 * each of its parts on: `ana.silva@example.org` by `ana.sil`, `silva@ex` and `example`.
 */
export function termsOf(texts: (string | undefined)[], most: number): string[] {
  const terms = new Set<string>()
  for (const text of texts) {
    for (const parts of wordsIn(text ?? '')) {
      for (const term of [...suffixesOf(parts), ...endingsOf(parts.join(''))]) {
        if (terms.size === most) return [...terms]
        terms.add(term.slice(0, LONGEST))
      }
    }
  }
  return [...terms]
}

/** The beginnings of words that somebody looks for, the one that says most first. */
export const wordsOf = (query: string): string[] =>
  [...new Set(wordsIn(query).map(parts => parts.join('').slice(0, LONGEST)))]
    .slice(0, MOST_WORDS)
    .sort((a, b) => b.length - a.length)

/** A phone number as one word, however it is written. */
export const digitsOf = (phone: string | undefined): string | undefined => phone?.replace(/\D/g, '')

/** What a message can be found by. */
export function textOf(content: Content): string | undefined {
  if (content.type === 'text') return content.text
  return 'caption' in content && content.caption !== undefined ? content.caption : content.name
}

/** Each word as its parts between punctuation. */
const wordsIn = (text: string): string[][] =>
  text
    .slice(0, READ)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/\s+/)
    .map(word => word.split(/[^\p{L}\p{N}]+/u).filter(Boolean))
    .filter(parts => parts.length > 0)

const suffixesOf = (parts: string[]): string[] => parts.map((_, n) => parts.slice(n).join(''))

const endingsOf = (word: string): string[] =>
  /^\d{8,}$/.test(word) ? LAST_DIGITS.filter(count => count < word.length).map(count => word.slice(-count)) : []
