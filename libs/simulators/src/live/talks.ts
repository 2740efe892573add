/** What customers ask and how agents answer, by language. Everything and everybody in here is made up. */
export type Topic = 'Sales' | 'Support'

export interface Talk {
  topic: Topic
  /** Sent one after the other, often in a burst. */
  opening: readonly string[]
  /** Answers to what an agent says. */
  answers: readonly string[]
  /** Goes with the pictures, if the customer sends some. */
  caption?: string
}

export interface Phrases {
  names: readonly string[]
  talks: readonly Talk[]
  thanks: readonly string[]
  impatient: readonly string[]
  agent: {
    greetings: readonly string[]
    questions: readonly string[]
    solutions: readonly string[]
    goodbyes: readonly string[]
  }
}

export type Language = 'pt' | 'en' | 'es' | 'de' | 'ja' | 'ar'

/** The languages, with their shares of customers. */
export const shares: readonly [Language, number][] = [
  ['pt', 0.38],
  ['en', 0.26],
  ['es', 0.22],
  ['de', 0.06],
  ['ja', 0.04],
  ['ar', 0.04]
]
