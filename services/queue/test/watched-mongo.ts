import type { Collection, Mongo } from '@inbox/storage'

/** A query as made: everything its plan depends on. */
export interface Query {
  collection: string
  filter: object
  sort: Record<string, 1 | -1>
  limit: number
  hint?: string
}

const READING = [
  'find',
  'findOne',
  'countDocuments',
  'findOneAndUpdate',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany'
]

type Options = { sort?: Query['sort']; limit?: number; hint?: string } | undefined
type Operation = Record<string, { filter?: object }>
export type Any = (...args: unknown[]) => unknown

/** The database, recording every query; `explain` returns the plan of one. */
export function watchedMongo(mongo: Mongo) {
  const queries: Query[] = []
  const note = (collection: string, filter: object, { sort = {}, limit = 0, hint }: NonNullable<Options> = {}) => {
    const query: Query = { collection, filter, sort, limit, ...(hint && { hint }) }
    queries.push(query)
    return query
  }
  const watched = (collection: Collection<{ _id: string }>) => {
    const name = collection.collectionName
    return intercept(collection, (method, run) => {
      if (method === 'bulkWrite')
        return (...args) => {
          for (const operation of args[0] as Operation[]) note(name, Object.values(operation)[0]?.filter ?? {})
          return run(...args)
        }
      if (method === 'aggregate')
        return (...args) => {
          const [first] = args[0] as { $match?: object }[]
          note(name, first?.$match ?? {}, args[1] as Options)
          return run(...args)
        }
      if (!READING.includes(method)) return undefined
      return (...args) => {
        const options = args[method === 'find' || method === 'findOne' ? 1 : args.length - 1] as Options
        const query = note(name, args[0] as object, options === args[0] ? {} : options)
        const result = run(...args)
        return method === 'find' ? sorting(result as object, query) : result
      }
    })
  }

  return {
    queries,
    mongo: {
      ...mongo,
      collection: (name: string) => watched(mongo.collection(name))
    } as Mongo,
    /** The plan of a query as text, naming its stages. */
    explain: async ({ collection, filter, sort, limit, hint }: Query): Promise<string> => {
      const options = { limit, ...(hint && { hint }) }
      const cursor = mongo.collection(collection).find(filter, options).sort(sort)
      const { queryPlanner } = (await cursor.explain('queryPlanner')) as { queryPlanner: { winningPlan: unknown } }
      return JSON.stringify(queryPlanner.winningPlan)
    }
  }
}

/** A cursor that records the sort order in the query. */
const sorting = (cursor: object, query: Query): object =>
  intercept(cursor, (method, run) =>
    method === 'sort'
      ? (...args) => {
          query.sort = args[0] as Query['sort']
          return sorting(run(...args) as object, query)
        }
      : undefined
  )

/** The object with some of its methods replaced: `replacement` gets the name and the bound original. */
export function intercept<Target extends object>(
  target: Target,
  replacement: (method: string, run: Any) => Any | undefined
): Target {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const run: Any = value.bind(target)
      return replacement(String(name), run) ?? run
    }
  })
}
