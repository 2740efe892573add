import { compileFilter } from '../query/filter.ts'
import type { Query } from '../query/find.ts'
import { parseSort } from '../query/sort.ts'
import type { Doc } from '../values/bson.ts'
import { deadlineOf, fieldsOf, wholeOf } from './command.ts'

/** The query of a command or of one of its items, which name the filter differently. `sort: { $natural }` is a hint. */
export function queryOf(form: Doc, command = form): Query {
  const sort = fieldsOf(form.sort)
  const natural = '$natural' in sort
  return {
    filter: compileFilter(fieldsOf(form.filter ?? form.query ?? form.q)),
    sort: natural ? [] : parseSort(sort),
    skip: wholeOf('skip', form, 0),
    limit: wholeOf('limit', form, 0),
    hint: natural ? sort : (form.hint ?? undefined),
    deadline: deadlineOf(command)
  }
}
