import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import type { Constellation, Ending, History, Recording } from '@inbox/testing'

/** Waits until everything is quiet and reads what the run left behind, for `violationsOf`. */
export async function endOfRun(
  { stores }: Pick<Constellation, 'stores'>,
  recording: Recording,
  ending: Ending
): Promise<History> {
  await using database = await connectMongo({
    ...{ url: stores.mongodbUrl, database: `${stores.database}_queue`, logger: createLogger('history', 'silent') }
  })
  return await recording.end(database, ending)
}
