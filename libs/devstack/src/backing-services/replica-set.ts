import { mongoCommand, mongoDbAnswers, waitFor } from '@inbox/testing'

export const REPLICA_SET = 'inbox'

/**
 * Makes the server at `url` the only member of its replica set (which retryable writes need), under the address
 * `member`. An existing one keeps its data, even if its port has changed. Resolves when it accepts writes.
 */
export async function ensureReplicaSet(url: string, member: string): Promise<void> {
  const configuration = { _id: REPLICA_SET, version: 1, members: [{ _id: 0, host: member }] }
  const begin = async () => {
    const initiated = await mongoCommand(url, 'admin', { replSetInitiate: configuration })
    return initiated.ok || mongoCommand(url, 'admin', { replSetReconfig: configuration, force: true })
  }
  await waitFor(begin, { timeoutMs: 30_000, describe: 'mongod to take its replica set' })
  await waitFor(() => mongoDbAnswers(url), { timeoutMs: 30_000, describe: 'mongod to take writes' })
}
