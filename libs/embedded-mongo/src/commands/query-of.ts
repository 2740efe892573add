import { compileFilter } from '../query/filter.ts'
import type { Query } from '../query/find.ts'
import { parseSort } from '../query/sort.ts'
import { type Doc, Document } from '../values/bson.ts'
import { deadlineOf, objectOf, wholeOf } from './command.ts'

const empty = new Document()

/** The query of a find command (or of what looks like one). `sort: { $natural }` is a hint in other words. */
export function queryOf(request: Doc): Query {
  const sort = objectOf(request.sort) ?? empty
  const natural = '$natural' in sort
  return {
    filter: compileFilter(objectOf(request.filter) ?? empty),
    sort: natural ? [] : parseSort(sort),
    skip: wholeOf('skip', request, 0),
    limit: wholeOf('limit', request, 0),
    hint: natural ? sort : (request.hint ?? undefined),
    deadline: deadlineOf(request)
  }
}
