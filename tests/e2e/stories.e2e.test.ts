import type { System } from '@inbox/devstack'
import { type Recording, startJudgedSystem, startRecording, violationsOf } from '@inbox/history-checker'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { endOfRun } from './end-of-run.ts'
import { apiChannel } from './stories/api-channel.ts'
import { bots } from './stories/bots.ts'
import { distribution } from './stories/distribution.ts'
import { endings } from './stories/endings.ts'
import { logs } from './stories/logs.ts'
import { networkFailures } from './stories/network-failures.ts'
import { operating } from './stories/operating.ts'
import { GONE_MS, PRESENCE_PING_MS, PRESENCE_TIMEOUT_MS } from './stories/timing.ts'
import { webChat } from './stories/web-chat.ts'
import { whatsApp } from './stories/whatsapp.ts'
import { formTeam as formAnyTeam, type TeamOptions } from './team.ts'

let system: System
let recording: Recording
const accepted: ReadonlySet<string>[] = []
beforeAll(async () => {
  const env = {
    PRESENCE_TIMEOUT_MS: `${PRESENCE_TIMEOUT_MS}`,
    PRESENCE_PING_MS: `${PRESENCE_PING_MS}`,
    VISITOR_GONE_MS: `${GONE_MS}`
  }
  system = await startJudgedSystem(import.meta.url, { env })
  recording = await startRecording(system)
}, 60_000)
afterAll(() => system?.stop())

const formTeam = async (options: TeamOptions) => {
  const team = await formAnyTeam(system, options)
  accepted.push(team.accepted)
  return team
}

const stories = [distribution, apiChannel, networkFailures, endings, webChat, whatsApp, logs, operating, bots]
for (const tell of stories) tell(() => system, formTeam)

test('I1, I2, I3, I4, I5, I6, I7, I8, I9, I10, I11: everything done here preserved them, and no reconciliation had anything to repair', () =>
  system.withLogs(async () => {
    const history = await endOfRun(system, recording, {
      accepted: () => accepted.flatMap(ids => [...ids]),
      faults: false,
      rules: { presenceTimeoutMs: PRESENCE_TIMEOUT_MS }
    })
    expect(history.conversations.length).toBeGreaterThan(5)
    expect(violationsOf(history)).toEqual([])
  }))
