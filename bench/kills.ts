import { setTimeout as sleep } from 'node:timers/promises'
import { type Service, serviceNames } from '@inbox/devstack'
import { violationsOf } from '@inbox/history-checker'
import { startCallbackServer } from '@inbox/simulators'
import { seededRandom } from '@inbox/testing'
import { startExperiment } from '../tests/chaos/experiment.ts'
import type { Fault } from '../tests/chaos/faults.ts'
import { startSingleStores } from '../tests/chaos/single-stores.ts'
import type { Several } from '../tests/chaos/start-several.ts'
import { undergo } from '../tests/chaos/undergo.ts'
import { type Effects, startEffects } from './effects.ts'
import { type Figure, ms } from './figure.ts'
import { latencies } from './percentiles.ts'
import { percent, watchMachine } from './processor.ts'
import { ofLoad } from './share.ts'

const KILLS = 4
/**
 * Messages that contacts write, and as many calls of each service that answers calls. All of it is served to the end,
 * and more than this leaves no processor to take over with: at three times as much two cores are busy all the time.
 */
const PER_SECOND = 3
/** What becomes due this soon after a kill has to be taken over by the others. */
const AFTER_MS = 1500
/** What was begun this shortly before a kill may have been in progress in the killed process. */
const BEFORE_MS = 200
const QUIET_MS = 3000
const SLACK_MS = 60_000
/** Files in a folder permit only one media process: services/media/README.md. */
const processesOf = (service: Service) => (service === 'media' ? 1 : 2)

/** G9: one process of a service is killed under load, repeatedly, while there is another one. */
export async function kills(): Promise<Figure[]> {
  const services = serviceNames.filter(service => processesOf(service) > 1)
  return measured(processesOf, services, KILLS, (service, { killedAt, busyBefore }, effects) => {
    const [quiet, after] = [latencies(), latencies()]
    for (const { dueAt, tookMs } of effects.of(service)) {
      const since = Math.min(...killedAt.filter(at => dueAt >= at - BEFORE_MS).map(at => dueAt - at))
      if (since <= AFTER_MS) after.record(tookMs)
      else if (dueAt < killedAt[0]! && dueAt > killedAt[0]! - QUIET_MS) quiet.record(tookMs)
    }
    return {
      goal: 'G9',
      what: `one of two ${service} killed under load → ${effects.called(service)}`,
      measured: `p50 ${ms(after.at(50))}, p99 ${ms(after.at(99))}`,
      target: 'p99 ≤ 300 ms; 0 lost, 0 duplicated',
      beside: `${KILLS} kills, alternating between the two; ${after.count} due from ${BEFORE_MS} ms before each to ${AFTER_MS} ms after it; before the first p50 ${ms(quiet.at(50))}, p99 ${ms(quiet.at(99))}, machine ${percent(busyBefore)} busy; ${load}; 0 lost, 0 duplicated`
    }
  })
}

/** G9: the only process of a service is killed under load. */
export const killsAlone = (): Promise<Figure[]> =>
  measured(
    () => 1,
    serviceNames,
    1,
    (service, { readyMs, busyBefore }) => ({
      goal: 'G9',
      what: `the only ${service} killed under load → ready again`,
      measured: ms(readyMs[0]!),
      target: '≤ 3 s; 0 lost, 0 duplicated',
      beside: `restarted 200 ms after it ended; machine ${percent(busyBefore)} busy before; ${load}; 0 lost, 0 duplicated`
    })
  )

// the calls of ingest are messages, too
const load = `${2 * PER_SECOND} messages/s to 4 agents at work`

interface Kills {
  /** The share of the machine's processors that was busy before the first. */
  busyBefore: number
  /** In ms since 1970. */
  killedAt: number[]
  /** From each kill until the replacement process was ready. */
  readyMs: number[]
}

/** Kills each of `services` this many times; throws if anything was lost or duplicated. */
async function measured(
  processes: (service: Service) => number,
  services: readonly Service[],
  times: number,
  figureOf: (service: Service, kills: Kills, effects: Effects) => Figure
): Promise<Figure[]> {
  await using callback = await startCallbackServer()
  await using experiment = await startExperiment('bench_kills', startSingleStores, {
    processes,
    team: { kind: 'api', session: { kind: 'window' }, settings: { callbackUrl: callback.url } }
  })
  await using effects = await startEffects(experiment, callback, PER_SECOND)
  const seen = new Map<Service, Kills>()
  const killed: Fault = {
    ...{ name: 'services are killed in turn', lastsMs: 0, othersGoOn: true },
    async inflict() {
      effects.call()
      for (const service of services.slice(0, ofLoad(services.length))) {
        const busy = watchMachine()
        await sleep(QUIET_MS)
        const busyBefore = busy()
        seen.set(service, { busyBefore, ...(await killInTurn(experiment.processesOf(service), times)) })
      }
      return effects.pause
    }
  }
  const options = { random: seededRandom(), slackMs: SLACK_MS, perSecond: PER_SECOND }
  const { history } = await undergo(experiment, killed, options)
  const violations = [...violationsOf(history), ...(await effects.missing())]
  if (violations.length > 0) throw new Error(violations.slice(0, 20).join('\n'))
  return Array.from(seen, ([service, kills]) => figureOf(service, kills, effects))
}

async function killInTurn(processes: ReturnType<Several['processesOf']>, times: number) {
  const kills: Omit<Kills, 'busyBefore'> = { killedAt: [], readyMs: [] }
  for (let n = 0; n < times; n++) {
    const victim = processes[n % processes.length]!
    const at = Date.now()
    await victim.kill()
    await victim.ready()
    kills.killedAt.push(at)
    kills.readyMs.push(Date.now() - at)
    await sleep(AFTER_MS)
  }
  return kills
}
