import { waitFor } from './wait-for.ts'

/** Whether one part of the system is idle: `true`, or else false or, better, what is left to do, in words. */
export type Probe = () => boolean | string | Promise<boolean | string>

/**
 * Resolves when every probe reports idle twice in a row: between the two looks, work on its way from one part to
 * another has arrived. Rejects after `timeoutMs`, naming the busy probes. The default is 60,000, since a message that
 * has failed three times waits for 30 s.
 */
export async function settle(
  probes: readonly Probe[],
  { timeoutMs = 60_000 }: { timeoutMs?: number } = {}
): Promise<void> {
  let calmRounds = 0
  let busy: string[] = []
  const look = async () => {
    const answers = await Promise.all(probes.map(async probe => probe()))
    busy = answers.flatMap((answer, index) => (answer === true ? [] : [namedAs(probes[index]!, index, answer)]))
    calmRounds = busy.length === 0 ? calmRounds + 1 : 0
    return calmRounds >= 2
  }
  await waitFor(look, { timeoutMs, describe: 'every probe idle' }).catch(error => {
    throw new Error(`not settled: ${busy.join(', ')}`, { cause: error })
  })
}

const namedAs = (probe: Probe, index: number, left: boolean | string) =>
  `${probe.name || `probe ${index}`}${left ? ` (${left})` : ''}`
