import type { System } from '@inbox/devstack'
import type { Ending, History, Recording } from '@inbox/history-checker'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { look, lookTwice } from '../../scripts/ops/check.ts'
import { openDatabases } from '../../scripts/ops/databases.ts'

/**
 * Waits until everything is quiet and reads what the run left behind, for `violationsOf`; findings of `ops check` count
 * as calls for help.
 */
export async function endOfRun(
  { stores }: Pick<System, 'stores'>,
  recording: Recording,
  ending: Ending
): Promise<History> {
  await using database = await connectMongo({
    ...{ url: stores.mongodbUrl, database: `${stores.database}_queue`, logger: createLogger('history', 'silent') }
  })
  const history = await recording.end(database, ending)
  await using databases = openDatabases({ MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.database })
  const findings = await lookTwice(() => look(databases, { backMs: 86_400_000 }), 15_000)
  return { ...history, callsForHelp: [...history.callsForHelp, ...findings.map(finding => JSON.stringify(finding))] }
}
