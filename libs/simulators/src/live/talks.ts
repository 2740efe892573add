/** What customers come with and how agents answer, by language. Made up; nobody in here exists. */
export type Topic = 'Sales' | 'Support'

export interface Talk {
  topic: Topic
  /** Written one after the other, often in a burst. */
  opening: readonly string[]
  /** Answers to what an agent says. */
  answers: readonly string[]
  /** Under the pictures, if the customer sends some. */
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

/** Every language with its share of the customers. */
export const shares: readonly [Language, number][] = [
  ['pt', 0.38],
  ['en', 0.26],
  ['es', 0.22],
  ['de', 0.06],
  ['ja', 0.04],
  ['ar', 0.04]
]
