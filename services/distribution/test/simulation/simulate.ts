import { seededRandom } from '@inbox/testing'
import type { Update } from '../../src/domain/apply.ts'
import { contactCentre, type Size } from './contact-centre.ts'
import { happenings } from './happenings.ts'
import { simulatedMatcher } from './simulated-matcher.ts'

const RECONCILE_MS = 30_000
const TAKEOVER_MS = 1_800_000
/** Arrivals per second and agent: a little less than they can serve. */
const PER_AGENT = 0.012

/** How messages get lost, duplicated or late while conversations arrive. */
const FAULTS = { lost: 0.002, doubled: 0.02, late: 0.02, mostLateMs: 8000, usualMs: 40 }

export interface Outcome {
  violations: string[]
  arrived: number
  offered: number
  refused: number
  closed: number
  takeovers: number
  /** Simulated. */
  hours: number
  /** How the replica differs from the truth at the end. */
  differences: string[]
}

/** Conversations come and go between people and a matcher that hears of them late, twice, shuffled or never. */
export function simulate(size: Size, seed: number): Outcome {
  const [time, random] = [happenings(), seededRandom(seed)]
  const violations: string[] = []
  const check = (holds: boolean, rule: string) => {
    if (!holds && violations.length < 10) violations.push(`${rule}, at ${time.now}`)
  }
  let [arriving, takeovers] = [true, 0]

  /** One message: `deliver` happens late, twice or never. */
  const carry = (deliver: () => void) => {
    if (arriving && random.next() < FAULTS.lost) return
    const late = arriving && random.next() < FAULTS.late
    time.in(random.integer(1, late ? FAULTS.mostLateMs : FAULTS.usualMs), deliver)
    if (arriving && random.next() < FAULTS.doubled) time.in(random.integer(1, FAULTS.mostLateMs), deliver)
  }
  const tell = (update: Update) => {
    const told = matcher
    // a standby that takes over meanwhile hears it, too
    carry(() => (matcher ?? told)?.learn(update))
  }
  const newMatcher = () =>
    simulatedMatcher({
      time,
      check,
      snapshot: () => centre.snapshot(),
      reread: id => carry(() => matcher?.learn(centre.reread(id))),
      send: decision => carry(() => centre.takeOffer(decision))
    })
  let matcher: ReturnType<typeof newMatcher> | undefined
  const centre = contactCentre(size, time, random, tell)
  const takeOver = () => {
    matcher?.end()
    matcher = newMatcher()
    for (const update of centre.snapshot()) matcher.learn(update)
    takeovers += 1
    time.in(TAKEOVER_MS, takeOver)
  }
  const compare = () => {
    matcher?.compare(FAULTS.mostLateMs)
    time.in(RECONCILE_MS, compare)
  }
  const arrive = () => {
    centre.arrive()
    arriving = centre.counts.arrived < size.conversations
    if (arriving) time.in((-Math.log(1 - random.next()) * 1000) / (PER_AGENT * size.agents), arrive)
  }
  takeOver()
  compare()
  arrive()
  time.run(() => !arriving && centre.conversations.size === 0, Number.POSITIVE_INFINITY)
  // what is still in flight, and one comparison for what was lost
  const end = time.now + 2 * RECONCILE_MS
  time.run(() => false, end)
  return {
    violations,
    ...centre.counts,
    takeovers,
    hours: time.now / 3_600_000,
    differences: [
      ...[...matcher!.replica.conversations.keys()].map(id => `${id} is still known`),
      ...centre.agentIds.flatMap(id =>
        matcher!.replica.agents.get(id)?.load === 0 ? [] : [`${id} is not without load`]
      )
    ]
  }
}
