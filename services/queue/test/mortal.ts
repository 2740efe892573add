import type { Broker } from '@inbox/messaging'
import type { Collection, Mongo } from '@inbox/storage'
import { intercept } from './watched-mongo.ts'

/** A process that can be killed at any step, as by `kill -9`: after that, nothing it does has an effect or a result. */
export function mortal(mongo: Mongo, broker: Pick<Broker, 'publish'>) {
  const { promise: died, resolve: die } = Promise.withResolvers<'died'>()
  const grave = Promise.withResolvers<never>()
  grave.promise.catch(() => undefined)
  let mostSteps = Number.POSITIVE_INFINITY
  let [steps, underway] = [0, 0]
  let isDead = false

  const end = () => {
    isDead = true
    die('died')
  }
  const step = async (run: () => unknown): Promise<unknown> => {
    const number = ++steps
    if (number > mostSteps) end()
    if (isDead) return grave.promise
    underway += 1
    const result = await Promise.resolve(run()).finally(() => {
      underway -= 1
    })
    if (number === mostSteps) end()
    return isDead ? grave.promise : result
  }
  const READS = ['findOne', 'countDocuments', 'distinct']
  const WRITES = [
    'insertOne',
    'insertMany',
    'updateOne',
    'updateMany',
    'replaceOne',
    'bulkWrite',
    'findOneAndUpdate',
    'deleteOne',
    'deleteMany'
  ]
  const cursor = (found: object): object =>
    intercept(found, (method, run) => {
      if (method === 'toArray') return () => step(run)
      return method === 'sort' ? (...args) => cursor(run(...args) as object) : undefined
    })
  const collection = (real: Collection<{ _id: string }>) =>
    intercept(real, (method, run) => {
      // the indexes exist already
      if (method === 'createIndexes') return () => Promise.resolve([])
      if (method === 'find') return (...args) => cursor(run(...args) as object)
      return [...READS, ...WRITES].includes(method) ? (...args) => step(() => run(...args)) : undefined
    })

  return {
    mongo: { ...mongo, collection: (name: string) => collection(mongo.collection(name)) } as Mongo,
    broker: { publish: (...args) => step(() => broker.publish(...args)) } as Pick<Broker, 'publish'>,
    died,
    /** Rejects what still waits in it for ever, now that it can change nothing. */
    bury: () => grave.reject(new Error('the process has ended')),
    /** Restarts the step count, and lets the process die after that many. */
    begin(most = Number.POSITIVE_INFINITY) {
      mostSteps = most
      steps = 0
    },
    steps: () => steps,
    isIdle: () => underway === 0
  }
}
