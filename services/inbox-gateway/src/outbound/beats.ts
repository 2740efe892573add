import { postBeats } from '@inbox/contracts'
import { unwrap } from '@inbox/kernel'
import { newId, pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { createLifeLedger, type LifeLedger } from '../domain/life-ledger.ts'
import type { Owners } from './owners.ts'

/** Reports to presence which connections are alive. Instants are those of this process's monotonic clock. */
export interface Beats extends AsyncDisposable {
  readonly gatewayId: string
  /** The time since presence last took a report. */
  silentMs(): number
  opened(connectionId: string, agentId: string): void
  proof(connectionId: string): void
  /** An agent's page made an HTTP call; `urgent`: because its connection does not work. */
  called(connectionId: string, agentId: string, urgent: boolean): void
  closed(connectionId: string, seen: boolean): void
}

const EVERY_MS = 1000
/** Comings and goings within this time share a report. */
const GATHER_MS = 20
/** About 100 bytes each, well within the largest body that presence accepts. */
const MAX_IN_A_REPORT = 5000

/**
 * Reports new proofs once a second, even if there are none (a report proves that beats can be recorded), and comings
 * and goings at once. While presence is away the ages just grow, so waiting loses nothing. Disposing reports once more.
 */
export function startBeats(presence: Owners['presence'], pingMs: number, logger: Logger): Beats {
  const ledger = createLifeLedger()
  const gatewayId = newId()
  const reports = createReports(ledger, presence, { gatewayId, pingMs }, logger)
  let stopped = false
  let wake = new AbortController()
  let lastFullAt = performance.now()

  const report = async () => {
    const startedAt = performance.now()
    const everything = startedAt - lastFullAt >= EVERY_MS || stopped
    const succeeded = await reports.post(everything)
    if (everything) lastFullAt = startedAt
    return succeeded
  }
  const loop = async () => {
    for (let succeeded = true; !stopped; succeeded = await report()) {
      wake = new AbortController()
      if (!succeeded) await pause(EVERY_MS)
      else if (!ledger.urgent()) await pause(Math.max(1, lastFullAt + EVERY_MS - performance.now()), wake.signal)
      if (ledger.urgent()) await pause(GATHER_MS)
    }
  }
  const running = loop()

  return {
    gatewayId,
    silentMs: reports.silentMs,
    opened(id, agentId) {
      ledger.opened(id, agentId, performance.now())
      wake.abort()
    },
    proof: id => ledger.proof(id, performance.now()),
    called(id, agentId, urgent) {
      ledger.called(id, agentId, performance.now(), urgent)
      if (urgent) wake.abort()
    },
    closed(id, seen) {
      ledger.closed(id, performance.now(), seen)
      if (seen) wake.abort()
    },
    async [Symbol.asyncDispose]() {
      stopped = true
      wake.abort()
      await running
    }
  }
}

/** Posts what a ledger has to report; remembers and logs whether presence takes it. */
function createReports(
  ledger: LifeLedger,
  presence: Owners['presence'],
  from: { gatewayId: string; pingMs: number },
  logger: Logger
) {
  let away = false
  let heardAt = performance.now()
  return {
    silentMs: () => performance.now() - heardAt,
    /** Resolves with whether presence took it. */
    async post(everything: boolean): Promise<boolean> {
      const { beats, closed, told } = ledger.report(performance.now(), everything)
      // an empty report too: without any, presence takes it for a blackout and demotes nobody
      if (!everything && beats.length + closed.length === 0) return true
      try {
        for (const body of parts(beats, closed)) unwrap(await presence.call(postBeats, { body: { ...from, ...body } }))
        told()
        heardAt = performance.now()
        if (away) logger.info('presence accepts reports again')
        away = false
      } catch (error) {
        if (!away) logger.warn({ err: error }, 'presence does not accept reports')
        away = true
      }
      return !away
    }
  }
}

function* parts<T>(beats: T[], closed: T[]): Generator<{ beats: T[]; closed: T[] }> {
  yield { beats: beats.slice(0, MAX_IN_A_REPORT), closed: closed.slice(0, MAX_IN_A_REPORT) }
  for (let from = MAX_IN_A_REPORT; from < Math.max(beats.length, closed.length); from += MAX_IN_A_REPORT)
    yield { beats: beats.slice(from, from + MAX_IN_A_REPORT), closed: closed.slice(from, from + MAX_IN_A_REPORT) }
}
