import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { System } from '@inbox/devstack'
import { type Recording, startJudgedSystem, startRecording } from '@inbox/history-checker'
import type { BackingServices } from '@inbox/testing'
import { formTeam, type Team } from '../e2e/team.ts'
import { keepWorking, type Work } from './keep-working.ts'

/** Starts backing services of a test's own with their data in `folder`; `cleanup` ends them. */
export type StartStores<Stores> = (
  folder: string,
  cleanup: AsyncDisposableStack
) => Promise<{ stores: Stores; backing: BackingServices }>

/** The whole system on backing services of its own, with a team at work. */
export interface Experiment<Stores> extends AsyncDisposable {
  system: System
  stores: Stores
  recording: Recording
  team: Team
  work: Work[]
  /** Ids of the messages of contacts that were answered 202. */
  accepted: Set<string>
}

export async function startExperiment<Stores>(
  fileOrName: string,
  startStores: StartStores<Stores>
): Promise<Experiment<Stores>> {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-chaos-'))
  const cleanup = new AsyncDisposableStack()
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  try {
    const { stores, backing } = await startStores(folder, cleanup)
    const system = cleanup.use(await startJudgedSystem(fileOrName, { backing }))
    const recording = await startRecording(system)
    const team = cleanup.use(await formTeam(system, { mode: 'automatic', limits: [3, 3, 3, 3] }))
    const evening = new AbortController()
    cleanup.defer(() => evening.abort())
    const work = team.agents.map(agent => keepWorking(agent, evening.signal))
    const dispose = () => cleanup.disposeAsync()
    return { system, stores, recording, team, work, accepted: new Set(), [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await cleanup.disposeAsync()
    throw error
  }
}
