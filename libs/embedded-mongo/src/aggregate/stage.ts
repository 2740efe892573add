import type { Deadline } from '../plan/deadline.ts'
import type { Doc } from '../values/bson.ts'

/** One compiled step of a pipeline. It never changes its input documents. */
export type Stage = (documents: readonly Doc[], deadline: Deadline) => readonly Doc[]
