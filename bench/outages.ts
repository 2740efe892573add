import { violationsOf } from '@inbox/history-checker'
import { seededRandom } from '@inbox/testing'
import { startExperiment } from '../tests/chaos/experiment.ts'
import { type Fault, storeFrozen, storeKilled } from '../tests/chaos/faults.ts'
import { startSingleStores } from '../tests/chaos/single-stores.ts'
import { type Outcome, undergo } from '../tests/chaos/undergo.ts'
import { type Figure, ms } from './figure.ts'

const FROZEN_MS = 30_000
const PER_SECOND = 10

/** G10, G11: a store goes down under load and comes back; throws if anything was lost or duplicated. */
export async function outages(): Promise<Figure[]> {
  await using experiment = await startExperiment('bench_outages', startSingleStores)
  const random = seededRandom()
  const after = async (fault: Fault): Promise<Outcome> => {
    const outcome = await undergo(experiment, fault, { random, slackMs: 2 * FROZEN_MS, perSecond: PER_SECOND })
    const violations = violationsOf(outcome.history)
    if (violations.length > 0) throw new Error(`the run broke invariants:\n${violations.slice(0, 20).join('\n')}`)
    return outcome
  }
  const load = `${PER_SECOND} messages/s, ${experiment.team.agents.length} agents at work; nothing lost or duplicated`
  const killed = await after(storeKilled('broker'))
  const frozen: Figure[] = []
  for (const [store, called] of [
    ['database', 'MongoDB (the embedded one)'],
    ['redis', 'Redis']
  ] as const) {
    const { aftermath, taken } = await after(storeFrozen(store, FROZEN_MS))
    const { nextOfferMs, backlog, backlogServedMs } = aftermath
    frozen.push({
      goal: 'G11',
      what: `${called} frozen for ${FROZEN_MS / 1000} s → next offer after it continues`,
      measured: ms(nextOfferMs),
      target: '≤ 3 s',
      beside: `${load}; ingest accepted ${taken} messages meanwhile; ${backlog} accepted before were served end to end after ${ms(backlogServedMs)}`
    })
  }
  return [
    {
      goal: 'G10',
      what: 'broker killed and restarted → next offer after it answers',
      measured: ms(killed.aftermath.nextOfferMs),
      target: '≤ 2 s',
      beside: `${load}; ${killed.aftermath.backlog} accepted before were served end to end after ${ms(killed.aftermath.backlogServedMs)}`
    },
    ...frozen
  ]
}
