import type { IndexScan, Plan } from '../plan/planner.ts'
import { findRecords, isSorted, planFor, type Query } from '../query/find.ts'
import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { fail } from '../values/errors.ts'
import { type Context, collectionName, fieldsOf } from './command.ts'
import { queryOf } from './query-of.ts'

const verbosities = new Set(['queryPlanner', 'executionStats', 'allPlansExecution'])

/** Explains find, count, update, delete, findAndModify and aggregate by the query that they start with. */
export function explain(request: Doc, context: Context): Doc {
  const { verbosity = 'allPlansExecution' } = request
  if (!verbosities.has(verbosity as string))
    fail(2, `Enumeration value '${verbosity}' for field 'verbosity' is not valid`)
  const command = request.explain
  if (!isDocument(command)) return fail(14, "BSON field 'explain.explain' is the wrong type, expected type 'object'")
  const name = Object.keys(command)[0] ?? ''
  const form = Object.hasOwn(forms, name) ? forms[name]! : fail(59, `Explain failed due to unknown command: ${name}`)
  return explainQuery(collectionName(command), queryOf(form(command)), context, verbosity !== 'queryPlanner')
}

/** Extracts the query that each command starts with. */
const forms: Record<string, (command: Doc) => Doc> = {
  find: command => command,
  count: ({ query, hint }) => documentOf({ query, hint }),
  findAndModify: command => command,
  update: ({ updates }) => fieldsOf((updates as Doc[])[0]),
  delete: ({ deletes }) => fieldsOf((deletes as Doc[])[0]),
  aggregate: ({ pipeline, hint }) => documentOf({ filter: fieldsOf((pipeline as Doc[])[0]).$match, hint })
}

export function explainQuery(name: string, query: Query, context: Context, run: boolean): Doc {
  const collection = context.catalog.find(context.database, name)
  const plan: Plan | undefined = collection && planFor(collection, query)
  const sorted = !plan || isSorted(plan, query.sort ?? [])
  const access = plan ? stageOf(plan) : documentOf({ stage: 'EOF' })
  const stage = sorted ? access : documentOf({ stage: 'SORT', inputStage: access })
  const reply = documentOf({
    explainVersion: '1',
    queryPlanner: documentOf({ namespace: `${context.database}.${name}`, winningPlan: stage, rejectedPlans: [] })
  })
  if (run) {
    const started = performance.now()
    const examined = { keys: 0, documents: 0 }
    const found = findRecords(collection, query, examined).length
    reply.executionStats = documentOf({
      executionSuccess: true,
      nReturned: found,
      executionTimeMillis: Math.round(performance.now() - started),
      totalKeysExamined: examined.keys,
      totalDocsExamined: examined.documents,
      executionStages: stage
    })
  }
  return reply
}

function stageOf(plan: Plan): Doc {
  if (plan.kind === 'all') return documentOf({ stage: 'COLLSCAN', direction: plan.reverse ? 'backward' : 'forward' })
  if (plan.kind === 'index') return documentOf({ stage: 'FETCH', inputStage: scanStage(plan) })
  const or = documentOf({ stage: 'OR', inputStages: plan.plans.map(scanStage) })
  return documentOf({ stage: 'FETCH', inputStage: or })
}

function scanStage({ index, reverse }: IndexScan): Doc {
  const { description, name } = index.spec
  return documentOf({
    stage: 'IXSCAN',
    keyPattern: description.key,
    indexName: name,
    isMultiKey: index.multikey,
    direction: reverse ? 'backward' : 'forward'
  })
}
