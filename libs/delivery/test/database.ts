import { connectMongo, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate } from '@inbox/testing'

/** A test file's separate database, dropped with `stack`. */
export async function openDatabase(file: string, stack: AsyncDisposableStack): Promise<Mongo> {
  const stores = await isolate(file)
  stack.defer(() => stores.remove())
  const logger = createLogger('test', 'silent')
  return stack.use(await connectMongo({ url: stores.mongodbUrl, database: stores.database, logger }))
}
