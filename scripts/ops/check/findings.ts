import type { DatabaseName } from '../databases.ts'

/** Something that no document may say, or a document that must not be missing. */
export interface Finding {
  /** Of docs/invariants.md, or what else was promised. */
  rule: string
  database: DatabaseName
  collection: string
  id: string
  finding: string
}

const keyOf = ({ rule, collection, id, finding }: Finding) => [rule, collection, id, finding].join(' ')

/** What two looks have in common: whoever looked in the midst of a transition sees it over when they look again. */
export function inBoth(first: readonly Finding[], second: readonly Finding[]): Finding[] {
  const seen = new Set(first.map(keyOf))
  return second.filter(finding => seen.has(keyOf(finding)))
}
