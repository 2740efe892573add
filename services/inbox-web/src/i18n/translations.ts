import { type Locale, useLocale } from './locale.ts'

/** The same shape with any words: texts, functions that return texts, and groups of these. */
type Translated<Words> = Words extends string
  ? string
  : Words extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof Words]: Translated<Words[Key]> }

/**
 * Declares the words of a part of the app in every language; returns a hook for those of the chosen one. English is the
 * model: a language in which something is missing or superfluous does not compile.
 */
export function translations<const English extends object>(
  words: { en: English } & Record<Exclude<Locale, 'en'>, Translated<English>>
): () => Translated<English> {
  return () => words[useLocale()] as Translated<English>
}
