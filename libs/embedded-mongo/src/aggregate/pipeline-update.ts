import type { Doc } from '../values/bson.ts'
import { refuse } from '../values/errors.ts'

export function compilePipelineUpdate(_stages: readonly unknown[], _variables?: Doc): (document: Doc) => Doc {
  return refuse('an update by pipeline')
}
