import { deadlineIn } from '../plan/deadline.ts'
import { type Doc, isDocument } from '../values/bson.ts'
import { fail } from '../values/errors.ts'
import { compilePipeline } from './pipeline.ts'

const allowed = new Set(['$addFields', '$set', '$unset', '$project', '$replaceRoot', '$replaceWith'])

/** An update by pipeline: only stages that make one document of one. */
export function compilePipelineUpdate(stages: readonly unknown[], variables?: Doc): (document: Doc) => Doc {
  for (const stage of stages) {
    const name = isDocument(stage) ? (Object.keys(stage)[0] ?? '') : ''
    if (isDocument(stage) && !allowed.has(name)) fail(72, `${name} is not allowed to be used within an update`)
  }
  const run = compilePipeline(stages, variables)
  const context = { deadline: deadlineIn(0), variables, findIn: () => [] }
  return document => run([document], context)[0]!
}
