import type { Doc } from '../values/bson.ts'
import { refuse } from '../values/errors.ts'

export type Evaluate = (document: Doc) => unknown

export function compileExpression(_expression: unknown, _variables?: Doc): Evaluate {
  return refuse('$expr')
}
