import { waitFor } from './wait-for.ts'

/** Whether one part of the system is idle: `true`, or else false or, better, what is left to do, in words. */
export type Probe = () => boolean | string | Promise<boolean | string>

/**
 * Resolves when every probe reports idle twice in a row: between the two looks, work on its way from one part to
 * another has arrived. Probes are asked in order, up to the first that is busy, as answering takes the time of what is
 * looked at. Rejects after `timeoutMs`, naming that one. The default is 60,000, since a message that has failed three
 * times waits for 30 s.
 */
export async function settle(
  probes: readonly Probe[],
  { timeoutMs = 60_000 }: { timeoutMs?: number } = {}
): Promise<void> {
  let calmRounds = 0
  let busy: string | undefined
  const look = async () => {
    busy = await firstBusy(probes)
    calmRounds = busy === undefined ? calmRounds + 1 : 0
    return calmRounds >= 2
  }
  await waitFor(look, { timeoutMs, describe: 'every probe idle' }).catch(error => {
    throw new Error(`not settled: ${busy ?? 'idle at the last look only'}`, { cause: error })
  })
}

async function firstBusy(probes: readonly Probe[]): Promise<string | undefined> {
  for (const [index, probe] of probes.entries()) {
    const answer = await probe()
    if (answer !== true) return namedAs(probe, index, answer)
  }
  return undefined
}

const namedAs = (probe: Probe, index: number, left: boolean | string) =>
  `${probe.name || `probe ${index}`}${left ? ` (${left})` : ''}`
