import { counter, gauge, histogram, inDetail } from '@inbox/telemetry'

const seconds = histogram('store_call_seconds', 'From the call of a store to its answer', ['store', 'operation'])
const failed = counter('store_calls_failed_total', 'Calls of a store that were not answered, or with an error', [
  'store'
])
export const storeReady = gauge('store_ready', '1 while the store does its work', ['store'])

/** That a key is taken, or a document has another version by now (see `updateEach`), is an answer as good as any. */
const ANSWERS: unknown[] = [11_000, 66]

/** Measures calls of one operation of a store. */
export function timed(
  store: 'mongodb' | 'redis',
  operation: string,
  collection?: string
): <T>(call: () => Promise<T>) => Promise<T> {
  const attributes = {
    'db.system.name': store,
    'db.operation.name': operation,
    ...(collection && { 'db.collection.name': collection })
  }
  const name = collection ? `${operation} ${collection}` : operation
  const observed = seconds.labels({ store, operation })
  return async call => {
    const startedAt = performance.now()
    try {
      return await inDetail(name, { kind: 'client', attributes }, call)
    } catch (error) {
      if (!ANSWERS.includes((error as { code?: unknown }).code)) failed.inc({ store })
      throw error
    } finally {
      observed.observe((performance.now() - startedAt) / 1000)
    }
  }
}
