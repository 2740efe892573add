import { type Context, collectionName } from '../commands/command.ts'
import { queryOf } from '../commands/read-commands.ts'
import { findRecords } from '../query/find.ts'
import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { refuse } from '../values/errors.ts'

export function runAggregate(request: Doc, context: Context): Doc {
  const name = collectionName('aggregate', request)
  const [match, ...rest] = request.pipeline as Doc[]
  const group = rest.at(-1)
  if (!match || !isDocument(match.$match) || !group || !isDocument(group.$group)) return refuse('this pipeline')
  const query = queryOf(
    documentOf([
      ['filter', match.$match],
      ['skip', rest.find(s => s.$skip)?.$skip],
      ['limit', rest.find(s => s.$limit)?.$limit]
    ])
  )
  const n = findRecords(context.catalog.find(context.database, name), query, context.examined).length
  return context.cursors.open(
    `${context.database}.${name}`,
    n > 0
      ? [
          documentOf([
            ['_id', 1],
            ['n', n]
          ])
        ]
      : [],
    undefined,
    false
  )
}
