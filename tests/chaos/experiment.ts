import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Service, SystemOptions } from '@inbox/devstack'
import { type Recording, startRecording } from '@inbox/history-checker'
import type { BackingServices } from '@inbox/testing'
import { formTeam, type Team, type TeamOptions } from '../e2e/team.ts'
import { keepWorking, type Work } from './keep-working.ts'
import { type Several, startSeveral } from './start-several.ts'

/** Starts a test's own backing services with their data in `folder`; `cleanup` stops them. */
export type StartStores<Stores> = (
  folder: string,
  cleanup: AsyncDisposableStack
) => Promise<{ stores: Stores; backing: BackingServices } & Pick<SystemOptions, 'storesOf'>>

/** The whole system on its own backing services, with a team at work. */
export interface Experiment<Stores> extends Several, AsyncDisposable {
  stores: Stores
  recording: Recording
  team: Team
  work: Work[]
  /** Ids of contacts' messages that were answered with 202. */
  accepted: Set<string>
}

interface Options {
  /** The number of processes of each service, one by default; callers find one that is ready. */
  processes?: (service: Service) => number
  team?: Partial<TeamOptions>
}

export async function startExperiment<Stores>(
  fileOrName: string,
  startStores: StartStores<Stores>,
  { processes = () => 1, team: more = {} }: Options = {}
): Promise<Experiment<Stores>> {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-chaos-'))
  const cleanup = new AsyncDisposableStack()
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  try {
    const { stores, ...options } = await startStores(folder, cleanup)
    // the agents of an experiment sign in once, and it may last for hours
    const env = { ACCESS_TOKEN_SECONDS: '86400' }
    const several = await startSeveral(fileOrName, { ...options, env }, processes, cleanup)
    const { system, addresses } = several
    const recording = await startRecording(system)
    const team = cleanup.use(
      await formTeam({ ...system, urls: addresses }, { mode: 'automatic', limits: [3, 3, 3, 3], ...more })
    )
    const evening = new AbortController()
    cleanup.defer(() => evening.abort())
    const work = team.agents.map(agent => keepWorking(agent, evening.signal))
    const dispose = () => cleanup.disposeAsync()
    return { ...several, stores, recording, team, work, accepted: new Set(), [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await cleanup.disposeAsync()
    throw error
  }
}
