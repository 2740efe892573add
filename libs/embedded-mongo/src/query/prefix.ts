import type { BSONRegExp } from '../values/bson.ts'
import { refuse } from '../values/errors.ts'

/** The prefix that a case-sensitive pattern `^literal` requires. Refuses every other pattern. */
export function prefixOf({ pattern, options }: InstanceType<typeof BSONRegExp>): string {
  const [, literal] = /^\^((?:[^\\^$.*+?()[\]{}|]|\\[^\w])+)$/su.exec(pattern) ?? []
  if (options !== '' || literal === undefined) return refuse('a pattern other than ^literal')
  return literal.replace(/\\(.)/gsu, '$1')
}
