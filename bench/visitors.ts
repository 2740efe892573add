import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerEvents } from '@inbox/contracts'
import { type System, startSystem } from '@inbox/devstack'
import { connectVisitor } from '@inbox/simulators'
import { createArrivals } from './arrivals.ts'
import { call } from './clients.ts'
import { type Figure, ms, perSecond } from './figure.ts'
import { openLoop } from './open-loop.ts'
import { openRawSocket } from './raw-socket.ts'
import { residentMb } from './resident.ts'
import { openSite, withoutLimits } from './web-chat-site.ts'

const SOCKETS = 10_000
const AT_ONCE = 20
const CHATS = 50
const BURST = 300
const SECONDS = 15
const SHARE = 0.3
const text = (words: string) => ({ type: 'text' as const, text: words })

/** G18: web chat: how soon each side reads the other, and what a visitor costs who only watches. */
export async function visitors(): Promise<Figure[]> {
  await using system = await startSystem('bench_visitors', { env: withoutLimits })
  const site = await openSite(system, 2 * CHATS)
  const figures = await bothWays(system, site)
  return [...figures, await memory(system, site.channelId)]
}

type Site = Awaited<ReturnType<typeof openSite>>

async function bothWays(system: System, { gateway, token, socket, channelId, accept }: Site): Promise<Figure[]> {
  const chats = await Promise.all(Array.from({ length: CHATS }, () => openChat(system, channelId)))
  for (const { visitor } of chats) await visitor.does('message', { clientMessageId: 'first', content: text('hello') })
  const conversationOf = new Map((await accept(CHATS)).map(({ id, externalId }) => [externalId, id]))
  const idOf = (n: number) => conversationOf.get(chats[n % CHATS]!.visitorId)!

  const arrivals = createArrivals()
  socket.on('message', ({ message: { content } }: ServerEvents['message']) => arrivals.came(content))
  for (const { visitor } of chats) visitor.onMessage(({ content }) => arrivals.came(content))
  const asks = (n: number) => {
    const words = `question ${n} ${performance.now()}`
    void chats[n % CHATS]!.visitor.does('message', {
      clientMessageId: `q-${n}-${performance.now()}`,
      content: text(words)
    })
    return arrivals.of(words)
  }
  const answers = (n: number) => {
    const words = `answer ${n} ${performance.now()}`
    const body = { clientMessageId: `a-${n}-${performance.now()}`, content: text(words) }
    void call('POST', `${gateway}/v1/conversations/${idOf(n)}/messages`, token, body)
    return arrivals.of(words)
  }
  const figures: Figure[] = []
  for (const { what, target, work } of [
    { what: 'a visitor’s message → the agent’s socket', target: 'p99 ≤ 80 ms', work: asks },
    { what: 'an agent’s answer → visitor', target: 'p99 ≤ 60 ms', work: answers }
  ]) {
    await openLoop(20, 3, work)
    const begun = performance.now()
    await Promise.all(Array.from({ length: BURST }, (_, n) => work(n)))
    const highest = BURST / ((performance.now() - begun) / 1000)
    const taken = await openLoop(highest * SHARE, SECONDS, work)
    const measured = `p50 ${ms(taken.at(50))}, p99 ${ms(taken.at(99))}, max ${ms(taken.most)}`
    const beside = `${perSecond(highest * SHARE)} = 30 % of ${perSecond(highest)}, over ${CHATS} chats`
    figures.push({ goal: 'G18', what, measured, target, beside })
  }
  for (const { visitor } of chats) visitor[Symbol.dispose]()
  return figures
}

async function openChat({ urls }: System, channelId: string) {
  const visitor = connectVisitor(urls['channel-adapters'], channelId)
  const { visitorId } = await visitor.hears('welcome')
  return { visitor, visitorId }
}

async function memory({ urls, pid: pidOf }: System, channelId: string): Promise<Figure> {
  const adapters = urls['channel-adapters']
  const pid = pidOf('channel-adapters')
  const entrance = { auth: { channelId }, namespace: '/webchat,', welcome: 'history' }
  await sleep(3000)
  const before = await residentMb(pid)
  const begun = performance.now()
  const open = []
  for (let from = 0; from < SOCKETS; from += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, () => openRawSocket(adapters, entrance, () => undefined))
    open.push(...(await Promise.all(some)))
  }
  const connectedIn = performance.now() - begun
  await sleep(10_000)
  const eachKb = (((await residentMb(pid)) - before) * 1024) / SOCKETS
  for (const socket of open) socket.destroy()
  return {
    goal: 'G18',
    what: `memory of channel-adapters per visitor, ${SOCKETS.toLocaleString('en')} visitors`,
    measured: `${eachKb.toFixed(1)} KB`,
    target: '≤ 30 KB',
    beside: `resident memory before: ${Math.round(before)} MB; all connected and shown their chat in ${ms(connectedIn)}`
  }
}
