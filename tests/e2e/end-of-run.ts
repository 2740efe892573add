import type { System } from '@inbox/devstack'
import type { Ending, History, Recording } from '@inbox/history-checker'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'

/** Waits until everything is quiet and reads what the run left behind, for `violationsOf`. */
export async function endOfRun(
  { stores }: Pick<System, 'stores'>,
  recording: Recording,
  ending: Ending
): Promise<History> {
  await using database = await connectMongo({
    ...{ url: stores.mongodbUrl, database: `${stores.database}_queue`, logger: createLogger('history', 'silent') }
  })
  return await recording.end(database, ending)
}
