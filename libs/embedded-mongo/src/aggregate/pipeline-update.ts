import { noDeadline } from '../plan/deadline.ts'
import { type Doc, documentOf } from '../values/bson.ts'
import { fail } from '../values/errors.ts'
import { compilePipeline } from './pipeline.ts'

const allowed = new Set(['$addFields', '$set', '$unset', '$project', '$replaceRoot', '$replaceWith'])

/** An update by pipeline: only stages that make one document of one; what they leave out of `_id` stays. */
export function compilePipelineUpdate(stages: readonly unknown[], variables?: Doc): (document: Doc) => Doc {
  const run = compilePipeline(stages, variables)
  for (const stage of stages as Doc[]) {
    const [name = ''] = Object.keys(stage)
    if (!allowed.has(name)) fail(72, `${name} is not allowed to be used within an update`)
  }
  const context = { deadline: noDeadline, variables, findIn: () => [] }
  return document => {
    const after = run([document], context)[0]!
    if (after._id !== undefined || document._id === undefined) return after
    return documentOf({ _id: document._id, ...after })
  }
}
