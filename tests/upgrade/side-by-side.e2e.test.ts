import { type Service, serviceNames } from '@inbox/devstack'
import { startJudgedSystem, startRecording, violationsOf } from '@inbox/history-checker'
import { seededRandom, waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { keepWorking } from '../chaos/keep-working.ts'
import { type Load, steadyLoad } from '../chaos/steady-load.ts'
import { endOfRun } from '../e2e/end-of-run.ts'
import { formTeam } from '../e2e/team.ts'
import { checkOut } from './previous-release.ts'

/** A tag or commit; without it there is nothing to compare. */
const { PREVIOUS_RELEASE: previous } = process.env
const PER_SECOND = 10
const CONTACTS = 30
/** Services that own what others ask for come first, those that people reach come last: docs/how-to/upgrade.md. */
const order: readonly Service[] = [
  ...(['directory', 'media', 'presence', 'queue', 'distribution', 'session-expiry'] as const),
  ...(['channel-adapters', 'channel-ingest', 'inbox-gateway'] as const)
]

const more = (load: Load) => {
  const enough = load.accepted.size + 2 * PER_SECOND
  return waitFor(() => load.accepted.size >= enough, { timeoutMs: 60_000, describe: 'messages to be accepted' })
}

const run = previous ? test : test.skip

run(
  `the services of the previous release and those of today work beside each other under load, and nothing is lost or doubled`,
  async () => {
    expect(order.toSorted()).toEqual(serviceNames.toSorted())
    await using release = await checkOut(previous!, serviceNames)
    await using system = await startJudgedSystem(import.meta.url, { program: release.program })
    const recording = await startRecording(system)
    await using team = await formTeam(system, { mode: 'automatic', limits: [3, 3, 3, 3] })
    const evening = new AbortController()
    const work = team.agents.map(agent => keepWorking(agent, evening.signal))
    const random = seededRandom()
    const contacts = Array.from({ length: CONTACTS }, (_, index) => team.contact(`contact-${index}`))
    const load = steadyLoad(contacts, PER_SECOND, random)
    await system.withLogs(async () => {
      try {
        await more(load)
        for (const service of order) {
          await release.upgrade(service)
          await using _beside = await stopped(system.another(service))
          await more(load)
          await system.restart(service)
          await more(load)
          process.stdout.write(`${service} is of today, ${load.accepted.size} messages so far\n`)
        }
      } finally {
        await load.stop()
      }
      const answers = () => work.flatMap(each => [...each.answers])
      const history = await endOfRun(system, recording, {
        accepted: () => [...load.accepted, ...team.accepted, ...answers()],
        faults: true,
        rules: { slackMs: 30_000 }
      })
      evening.abort()
      expect(violationsOf(history)).toEqual([])
      expect(history.conversations.length).toBeGreaterThan(0)
    })
  },
  1_200_000
)

/** One more process for the duration of a block. */
async function stopped(starting: Promise<{ stop(): Promise<unknown> }>): Promise<AsyncDisposable> {
  const process = await starting
  return { [Symbol.asyncDispose]: async () => void (await process.stop()) }
}
