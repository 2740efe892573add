import type { Clock } from '@inbox/kernel'
import { gauge, type Logger } from '@inbox/telemetry'
import type { Outcome } from './delivery.ts'
import { Target, type TargetHealth } from './target.ts'

interface TargetsOptions {
  /** Called with a target's health whenever it changes, and after each delivery that the target took. */
  onHealth?: ((target: string, health: TargetHealth) => void) | undefined
  clock: Clock
  logger: Logger
  random: () => number
}

export interface Targets extends Disposable {
  of(id: string): Target
  health(id: string): TargetHealth
  /** Records the outcome of an attempt at a target; returns the lines that may try now. */
  end(id: string, outcome: Outcome): string[]
  /** Somebody says that it is fixed; returns the lines that may try now. */
  reconnect(id: string): string[]
}

/** The targets of everything in this process that delivers. */
const known = new Set<ReadonlyMap<string, Target>>()

const lookOf = ({ state, notSetUp }: TargetHealth) => (notSetUp ? 'notSetUp' : state)

/** What this process knows of the targets; logs, counts and reports their health. */
export function createTargets({ onHealth, clock, logger, random }: TargetsOptions): Targets {
  const targets = new Map<string, Target>()
  known.add(targets)
  gauge('delivery_targets', 'Delivery targets known to this process, by state', ['state'], it => {
    const all = Array.from(known, each => [...each.values()]).flat()
    for (const state of ['connected', 'failing', 'disconnected', 'notSetUp'] as const)
      it.set({ state }, all.filter(({ health }) => lookOf(health) === state).length)
  })
  const of = (id: string) => {
    const target = targets.get(id) ?? new Target(clock.now())
    targets.set(id, target)
    return target
  }
  const tell = (target: string, health: TargetHealth) => {
    const state = lookOf(health)
    if (state === 'connected') logger.info({ target }, 'deliveries: the target is connected again')
    else if (state === 'notSetUp') logger.warn({ target }, 'deliveries are waiting: the target is not set up')
    // what only a person can fix should reach a person
    else logger[state === 'disconnected' ? 'error' : 'warn']({ target }, `deliveries: the target is ${state}`)
  }
  return {
    of,
    health: id => (targets.get(id) ?? new Target(clock.now())).health,
    end(id, outcome) {
      const target = of(id)
      const { state } = target.health
      const freed = target.end(outcome, clock.now(), random())
      const changed = target.health.state !== state
      if (changed) tell(id, target.health)
      if (changed || outcome.kind === 'sent') onHealth?.(id, target.health)
      return freed
    },
    reconnect(id) {
      const target = targets.get(id)
      if (!target || target.health.state === 'connected') return []
      const freed = target.reconnect(clock.now())
      tell(id, target.health)
      onHealth?.(id, target.health)
      return freed
    },
    [Symbol.dispose]: () => void known.delete(targets)
  }
}
