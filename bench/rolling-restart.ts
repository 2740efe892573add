import { setTimeout as sleep } from 'node:timers/promises'
import { startSystem } from '@inbox/devstack'
import { startRecording } from '@inbox/history-checker'
import { waitFor } from '@inbox/testing'
import { assertUnbroken } from './assert-unbroken.ts'
import { call } from './clients.ts'
import { type Figure, ms } from './figure.ts'
import { latencies } from './percentiles.ts'
import { type RoamingVisitor, startRoaming } from './roaming-visitor.ts'
import { ofLoad } from './share.ts'
import { openSite, withoutLimits } from './web-chat-site.ts'

const VISITORS = ofLoad(2000)
const AT_ONCE = 20
/** How many of them are answered meanwhile. */
const ANSWERED = Math.min(50, VISITORS)
const MESSAGES = 3
/** The time within which each visitor writes once. */
const PAUSE_MS = 6000

type Site = Awaited<ReturnType<typeof openSite>>

/** G18: both processes of channel-adapters are replaced, one after the other, while visitors write and are answered. */
export async function rollingRestart(): Promise<Figure[]> {
  await using system = await startSystem('bench_rolling_restart', { env: withoutLimits })
  const other = await system.another('channel-adapters')
  const site = await openSite(system, ANSWERED)
  const recording = await startRecording(system, [])
  const crowd = await openCrowd([system.urls['channel-adapters'], other.url], site.channelId)
  const talks = await site.accept(ANSWERED)

  const begun = performance.now()
  const replaced = (async () => {
    await system.restart('channel-adapters')
    await other.restart()
    return performance.now() - begun
  })()
  const [tookMs, answers] = await Promise.all([replaced, answerUntil(site, talks, replaced), crowd.writeAll()])
  await assertUnbroken(system, recording, crowd.accepted, true)
  await crowd.see(answers)
  const { taken, moves, accepted } = crowd.close()
  return [
    {
      goal: 'G18',
      what: `both processes of channel-adapters replaced in turn under ${VISITORS.toLocaleString('en')} visitors`,
      measured: `nothing lost or duplicated; a message is stored after p50 ${ms(taken.at(50))}, p99 ${ms(taken.at(99))}, max ${ms(taken.most)}`,
      target: 'nothing lost or duplicated',
      beside: `${accepted.size.toLocaleString('en')} messages and ${answers} answers, ${moves.toLocaleString('en')} reconnects; the replacement took ${ms(tookMs)}`
    }
  ]
}

/** Visitors who have each written once, and remember what. */
async function openCrowd(urls: readonly string[], channelId: string) {
  const accepted = new Set<string>()
  const taken = latencies()
  const written = new Map<RoamingVisitor, string[]>()
  const write = async (visitor: RoamingVisitor, words: string) => {
    const begun = performance.now()
    written.set(visitor, [...(written.get(visitor) ?? []), words])
    accepted.add(await visitor.write(words))
    taken.record(performance.now() - begun)
  }
  for (let from = 0; from < VISITORS; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, VISITORS - from) }, (_, n) => from + n)
    const some = await Promise.all(numbers.map(number => startRoaming(urls, channelId, number)))
    await Promise.all(some.map((visitor, n) => write(visitor, `hello of ${from + n}`)))
  }
  const visitors = [...written.keys()]
  return {
    accepted,
    writeAll: () =>
      Promise.all(
        visitors.map(async (visitor, number) => {
          for (let message = 0; message < MESSAGES; message++) {
            await sleep(Math.random() * PAUSE_MS)
            await write(visitor, `message ${message} of ${number}`)
          }
        })
      ),
    /**
     * Throws if somebody does not see everything they wrote exactly once, or if an answer is shown to nobody or twice.
     */
    async see(answers: number) {
      const wrongOnes = () => visitors.filter(visitor => !isWhole(visitor, written.get(visitor)!))
      await waitFor(() => wrongOnes().length === 0, { timeoutMs: 60_000 }).catch(() => {
        const [one, ...more] = wrongOnes()
        const shown = one!.shown().join(', ')
        throw new Error(
          `${more.length + 1} do not see what they wrote; one sees ${shown} instead of ${written.get(one!)!.join(', ')}`
        )
      })
      const shown = visitors.flatMap(({ shown }) => shown()).filter(isAnswer)
      if (new Set(shown).size !== answers || shown.length !== answers)
        throw new Error(`${new Set(shown).size} of ${answers} answers were shown, ${shown.length} times in total`)
    },
    close() {
      const moves = visitors.reduce((sum, visitor) => sum + visitor.moves(), 0)
      for (const visitor of visitors) visitor[Symbol.dispose]()
      return { taken, moves, accepted }
    }
  }
}

/** Whether what a visitor was shown is what they wrote, in that order, besides answers. */
function isWhole({ shown }: RoamingVisitor, wrote: readonly string[]): boolean {
  const own = shown().filter(text => !isAnswer(text))
  return own.join('\n') === wrote.join('\n')
}

const isAnswer = (text: string) => text.startsWith('answer ')

/** Answers the visitors in turn until it is over, each at least once; resolves with how often. */
async function answerUntil(
  { gateway, token }: Site,
  talks: Awaited<ReturnType<Site['accept']>>,
  over: Promise<unknown>
): Promise<number> {
  let goesOn = true
  void over.finally(() => {
    goesOn = false
  })
  let n = 0
  for (; goesOn || n < talks.length; n++) {
    const { id } = talks[n % talks.length]!
    const content = { type: 'text', text: `answer ${n}` }
    await call('POST', `${gateway}/v1/conversations/${id}/messages`, token, { clientMessageId: `answer-${n}`, content })
    await sleep(50)
  }
  return n
}
