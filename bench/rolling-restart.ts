import { setTimeout as sleep } from 'node:timers/promises'
import { startSystem } from '@inbox/devstack'
import { startRecording } from '@inbox/history-checker'
import { waitFor } from '@inbox/testing'
import { assertUnbroken } from './assert-unbroken.ts'
import { call } from './clients.ts'
import { type Figure, ms } from './figure.ts'
import { latencies } from './percentiles.ts'
import { type RoamingVisitor, startRoaming } from './roaming-visitor.ts'
import { openSite, withoutLimits } from './web-chat-site.ts'

const VISITORS = 2000
const PROCESSES = 3
const AT_ONCE = 20
/** So many of them are answered while it goes on. */
const ANSWERED = 50
const MESSAGES = 3

/** G17: all processes of channel-adapters are replaced one after the other while visitors write and are answered. */
export async function rollingRestart(): Promise<Figure[]> {
  await using system = await startSystem('bench_rolling_restart', { env: withoutLimits })
  const others = [await system.another('channel-adapters'), await system.another('channel-adapters')]
  const urls = [system.urls['channel-adapters'], ...others.map(({ url }) => url)]
  const site = await openSite(system, ANSWERED)
  const recording = await startRecording(system, [])
  const accepted = new Set<string>()
  const taken = latencies()
  const wrote = new Map<RoamingVisitor, string[]>()
  const write = async (visitor: RoamingVisitor, words: string) => {
    const begun = performance.now()
    accepted.add(await visitor.write(words))
    taken.record(performance.now() - begun)
    wrote.set(visitor, [...(wrote.get(visitor) ?? []), words])
  }

  const visitors: RoamingVisitor[] = []
  for (let from = 0; from < VISITORS; from += AT_ONCE) {
    const some = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, n) => startRoaming(urls, site.channelId, from + n))
    )
    await Promise.all(some.map((visitor, n) => write(visitor, `hello of ${from + n}`)))
    visitors.push(...some)
  }
  const talks = await site.accept(ANSWERED)

  const restarting = (async () => {
    await system.restart('channel-adapters')
    for (const other of others) await other.restart()
  })()
  const replaced = restarting.then(() => performance.now())
  const begun = performance.now()
  let goesOn = true
  void restarting.finally(() => {
    goesOn = false
  })
  const writing = visitors.map(async (visitor, n) => {
    for (let message = 0; message < MESSAGES; message++) {
      await sleep(Math.random() * 6000)
      await write(visitor, `message ${message} of ${n}`)
    }
  })
  const answers: { externalId: string; text: string }[] = []
  const answering = (async () => {
    for (let n = 0; goesOn || n < ANSWERED; n++) {
      const { id, externalId } = talks[n % talks.length]!
      const text = `answer ${n}`
      await call('POST', `${site.gateway}/v1/conversations/${id}/messages`, site.token, {
        ...{ clientMessageId: text.replace(' ', '-'), content: { type: 'text', text } }
      })
      answers.push({ externalId, text })
      await sleep(50)
    }
  })()
  const tookMs = (await replaced) - begun
  await Promise.all([...writing, answering])
  await assertUnbroken(system, recording, accepted)
  await waitFor(() => visitors.every(visitor => isWhole(visitor, wrote.get(visitor)!)), {
    describe: 'all visitors to see all that they wrote, each once',
    timeoutMs: 60_000
  })
  const seen = new Set(visitors.flatMap(({ shown }) => [...shown.values()]).filter(text => text.startsWith('answer ')))
  if (seen.size !== answers.length) throw new Error(`${answers.length - seen.size} answers were not shown`)
  const moves = visitors.reduce((sum, visitor) => sum + visitor.moves(), 0)
  for (const visitor of visitors) visitor[Symbol.dispose]()
  return [
    {
      goal: 'G17',
      what: `all ${PROCESSES} processes of channel-adapters replaced in turn under ${VISITORS.toLocaleString('en')} visitors`,
      measured: `nothing lost or doubled; a message is held after p50 ${ms(taken.at(50))}, p99 ${ms(taken.at(99))}, max ${ms(taken.most)}`,
      target: 'nothing lost or doubled',
      beside: `${accepted.size.toLocaleString('en')} messages and ${answers.length} answers, ${moves.toLocaleString('en')} connections made anew; it took ${ms(tookMs)}`
    }
  ]
}

/** Whether what a visitor was shown is what they wrote, in that order, besides answers. */
function isWhole({ shown }: RoamingVisitor, wrote: readonly string[]): boolean {
  const own = [...shown.values()].filter(text => !text.startsWith('answer '))
  return own.length === wrote.length && new Set(own).size === own.length && wrote.every(words => own.includes(words))
}
