import type { DecisionRecord, DistributionPolicy } from '@inbox/contracts'
import { draw, type Subject } from './draw.ts'

/** An agent who could have the offer. `idleSince`: ms since the epoch. */
export interface Candidate {
  id: string
  load: number
  idleSince: number
}

/** Who gets the offer, and what is needed to repeat the choice. */
export interface Choice extends Pick<DecisionRecord, 'draw' | 'basis'> {
  agentId: string
}

/** What a strategy may consider besides the candidates. */
export interface Circumstances extends Subject {
  secret: string
  /** The agent who got the department's last offer. */
  lastChosenId?: string | undefined
}

/** Chooses from one or more candidates, sorted by id. */
export type Strategy = (candidates: readonly Candidate[], circumstances: Circumstances) => Choice

/** All equally likely: the choice of `automatic` without another strategy. */
const random: Strategy = (candidates, { secret, ...subject }) => {
  const drawn = draw(secret, subject, candidates.length)
  return { agentId: candidates[drawn.index]!.id, draw: drawn }
}

/** The agent with the fewest conversations; among equals, the one without new work for longest. */
const leastLoaded: Strategy = candidates => ({
  agentId: best(candidates, (a, b) => a.load - b.load || a.idleSince - b.idleSince),
  basis: { loads: candidates.map(({ load }) => load), idleSince: candidates.map(({ idleSince }) => idleSince) }
})

/** The agent who has neither got nor finished work for longest. */
const longestIdle: Strategy = candidates => ({
  agentId: best(candidates, (a, b) => a.idleSince - b.idleSince),
  basis: { idleSince: candidates.map(({ idleSince }) => idleSince) }
})

/** The agent who follows, by id, the one who got the last offer. */
const roundRobin: Strategy = (candidates, { lastChosenId }) => ({
  agentId: (candidates.find(({ id }) => lastChosenId === undefined || id > lastChosenId) ?? candidates[0]!).id,
  basis: lastChosenId === undefined ? {} : { lastChosenId }
})

export const strategies: Record<DistributionPolicy['strategy'], Strategy> = {
  random,
  leastLoaded,
  roundRobin,
  longestIdle
}

const best = (candidates: readonly Candidate[], compare: (a: Candidate, b: Candidate) => number): string =>
  candidates.reduce((chosen, each) => (compare(each, chosen) < 0 ? each : chosen)).id
