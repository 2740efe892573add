import { counter, gauge, histogram, inDetail } from '@inbox/telemetry'
import { isDuplicateKey, isNotThere } from './collection.ts'

const seconds = histogram('store_call_seconds', 'Time from calling a store to its response', ['store', 'operation'])
const failed = counter('store_calls_failed_total', 'Store calls that failed or got no response', ['store'])
export const storeReady = gauge('store_ready', '1 while the store works', ['store'])

/** Measures calls of one store operation. A duplicate key, or nothing to update, is not counted as a failure. */
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
      if (!isDuplicateKey(error) && !isNotThere(error)) failed.inc({ store })
      throw error
    } finally {
      observed.observe((performance.now() - startedAt) / 1000)
    }
  }
}
