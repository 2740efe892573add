import type { Service } from '@inbox/devstack'
import { type History, violationsOf } from '@inbox/history-checker'
import { expect } from '@jest/globals'
import { differingViews } from './differing-views.ts'
import type { Experiment } from './experiment.ts'
import type { Fault } from './faults.ts'
import { type Conditions, undergo } from './undergo.ts'

/** On an idle machine it is 3 s; this limit detects what is wrong, not what is slow. */
export const MAX_WAIT_IN_VAIN_MS = 15_000

interface Bounds extends Omit<Conditions, 'slackMs'> {
  /** How long the longest fault of the experiment lasts. */
  longestMs: number
  mostInVainMs?: number
}

/** Fails unless nothing is lost or duplicated, nobody waits for long, and all pages show what is stored. */
export async function survive<Stores>(
  experiment: Experiment<Stores>,
  fault: Fault<Stores>,
  { longestMs, mostInVainMs = MAX_WAIT_IN_VAIN_MS, ...conditions }: Bounds
): Promise<void> {
  await using others = new AsyncDisposableStack()
  const another = async (service: Service) => others.use(await experiment.system.another(service))
  if (fault.threeOf) await Promise.all([another(fault.threeOf), another(fault.threeOf)])
  const slackMs = longestMs + mostInVainMs
  const { history, aftermath } = await undergo(experiment, fault, { ...conditions, slackMs })
  process.stdout.write(`${JSON.stringify({ fault: fault.name, ...aftermath })}\n`)
  expect(violationsOf(history)).toEqual([])
  if (longestMs < history.rules.presenceTimeoutMs) expect(movedIn(history)).toEqual([])
  expect(await differingViews(experiment, history)).toEqual([])
  expect(aftermath.longestWaitInVainMs).toBeLessThan(mostInVainMs)
}

const movedIn = ({ events }: History) => events.filter(({ type }) => type === 'agent.workMoved')
