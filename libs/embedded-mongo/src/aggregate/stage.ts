import type { Deadline } from '../plan/deadline.ts'
import type { FilterNode } from '../query/filter.ts'
import type { Doc } from '../values/bson.ts'

/** What a stage may use besides the documents that come to it. */
export type StageContext = {
  deadline: Deadline
  /** Documents of another collection of the same database. */
  findIn: (collection: string, filter: FilterNode) => Doc[]
}

/** One compiled step of a pipeline. It never changes the documents that it gets. */
export type Stage = (documents: readonly Doc[], context: StageContext) => readonly Doc[]

/** Compiles the specification of a stage. */
export type MakeStage = (spec: unknown) => Stage
