import { pause } from '@inbox/runtime'
import type { Agents } from '../outbound/agents.ts'

const TIMEOUT_MS = 1000

/** After a gap everybody gets a snapshot, and another one if the directory or presence answers late. */
export const createCatchUp = (agents: Pick<Agents, 'refresh'>, refreshAll: () => void) => async (): Promise<void> => {
  let late = false
  const refreshed = agents.refresh().then(() => {
    if (late) refreshAll()
  })
  await Promise.race([refreshed, pause(TIMEOUT_MS)])
  late = true
  refreshAll()
}
