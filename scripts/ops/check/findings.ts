import type { DatabaseName } from '../databases.ts'

/** Something that no document may contain, or a document that must not be missing. */
export interface Finding {
  /** The number in docs/invariants.md, or another promise. */
  rule: string
  database: DatabaseName
  collection: string
  id: string
  finding: string
}

const keyOf = ({ rule, collection, id, finding }: Finding) => [rule, collection, id, finding].join(' ')

/** The findings of both looks: a transition in progress at the first is over at the second. */
export function inBoth(first: readonly Finding[], second: readonly Finding[]): Finding[] {
  const seen = new Set(first.map(keyOf))
  return second.filter(finding => seen.has(keyOf(finding)))
}
