import { setTimeout as sleep } from 'node:timers/promises'
import { type System, startSystem } from '@inbox/devstack'
import { ask, type Contact } from '@inbox/simulators'
import { type FaultProxy, startFaultProxy } from '@inbox/testing'
import { type Person, signInAt, startBrowser } from '../tests/browser/browser.ts'
import { acceptAndBeHeard, holds } from '../tests/browser/inbox-page.ts'
import { createTeamIn, type Worker } from '../tests/browser/team.ts'
import { signIn } from './clients.ts'
import { type Figure, ms } from './figure.ts'
import { latencies } from './percentiles.ts'

const AWAY_MS = [5000, 29_000, 9000, 40_000, 13_000, 28_000, 17_000, 35_000, 21_000, 25_000]
/** Not long enough away for work to be parked. */
const NOT_PARKED_MS = 29_000
const BETWEEN_MS = 7000
const AGENTS_EACH = 2
const TIMEOUT_MS = 60_000

const kinds = ['offline', 'black hole'] as const
const browsers = ['free', 'throttled'] as const
interface Condition {
  /** Whether the browser is told that it is offline, or everything is silently lost. */
  kind: (typeof kinds)[number]
  /**
   * Whether enough of the page's WebSockets have failed before for the browser to delay all others, by 1 to 5 s each.
   */
  browser: (typeof browsers)[number]
}
interface Taken {
  backMs: ReturnType<typeof latencies>
  parked: number
  away: number
  bareMs: ReturnType<typeof latencies>
}

/** G19: from the network's return until the agent is connected and sees what a contact wrote meanwhile; ten outages. */
export async function comingBack(): Promise<Figure[]> {
  await using system = await startSystem('bench_back', { env: { LOG_LEVEL: 'error' } })
  await using stack = new AsyncDisposableStack()
  const browser = stack.adopt(await startBrowser(), it => it.close())
  const conditions = kinds.flatMap(kind => browsers.map(each => ({ kind, browser: each })))
  const agents = conditions.flatMap(condition => Array.from({ length: AGENTS_EACH }, () => condition))
  const team = await createTeamIn(system, { mode: 'manual', agents: agents.map((_, n) => `Away${n}`) })
  const taken = new Map(conditions.map(each => [each, nothingTaken()]))
  const desks: Desk[] = []
  for (const [n, condition] of agents.entries()) {
    const proxy = stack.use(await startFaultProxy(system.urls['inbox-gateway']))
    const through = { ...system, urls: { ...system.urls, 'inbox-gateway': proxy.url } }
    const worker = team.workers[n]!
    const contact = team.contact('whatsapp', `Contact ${n}`)
    await contact.writes('Are you there?')
    const person = stack.use(await signInAt(browser, through, worker))
    await acceptAndBeHeard(person.page, `Contact ${n}`)
    await holds(person.page, 'ongoing', 1)
    const gateway = system.urls['inbox-gateway']
    const silentAfterwards = n % AGENTS_EACH === 1
    const desk = {
      ...condition,
      silentAfterwards,
      person,
      proxy,
      contact,
      server: await openServerSide(gateway, worker)
    }
    desks.push(Object.assign(desk, { into: taken.get(condition)! }))
  }
  await Promise.all(desks.map((desk, n) => goAway(desk, n)))
  return conditions.map(condition => figureOf(condition, taken.get(condition)!))
}

interface Desk extends Condition {
  /**
   * Whether what hung in a black hole keeps hanging, as after a change of network; otherwise it is reset afterwards.
   */
  silentAfterwards: boolean
  person: Person
  proxy: FaultProxy
  contact: Contact
  server: Awaited<ReturnType<typeof openServerSide>>
  into: Taken
}

const nothingTaken = (): Taken => ({ backMs: latencies(), bareMs: latencies(), parked: 0, away: 0 })

/** What the server stores of an agent's only conversation, asked without going through their network. */
async function openServerSide(gateway: System['urls']['inbox-gateway'], { email, password }: Worker) {
  const token = await signIn(gateway, email, password)
  const listed = async (tab: string) => {
    const path = `${gateway}/v1/conversations?tab=${tab}`
    return (await ask<{ items: { id: string }[] }>('GET', path, { token })).body.items
  }
  return {
    isOngoing: async () => (await listed('ongoing')).length === 1,
    async resume() {
      for (const { id } of await listed('myInbox'))
        await ask('POST', `${gateway}/v1/conversations/${id}/resume`, { token, body: {} })
    }
  }
}

/** Ten outages, in an order that differs by agent. */
async function goAway(desk: Desk, n: number): Promise<void> {
  const { kind, browser, silentAfterwards, person, proxy, contact, server, into } = desk
  const { page, context } = person
  await sleep(n * 700)
  for (const [turn, awayMs] of [...AWAY_MS.slice(n), ...AWAY_MS.slice(0, n)].entries()) {
    if (browser === 'throttled') await page.evaluate(FAIL_WEB_SOCKETS)
    await sleep(BETWEEN_MS)
    const text = `What I wrote the ${turn + 1}th time`
    if (kind === 'offline') await context.setOffline(true)
    else proxy.stall()
    const goneAt = performance.now()
    await sleep(500)
    await contact.writes(text)
    await sleep(goneAt + awayMs - performance.now())
    const backAt = performance.now()
    if (kind === 'offline') await context.setOffline(false)
    else {
      // what was held up is lost, as when a real network comes back
      if (silentAfterwards) proxy.abandon()
      else proxy.cut()
      proxy.heal()
    }
    const shown = page.getByText(text, { exact: true }).first()
    await Promise.all([shown.waitFor({ timeout: TIMEOUT_MS }), page.getByText('Connected').first().waitFor()])
    into.backMs.record(performance.now() - backAt)
    console.log(`  ${kind}, ${browser}: away ${ms(awayMs)}, back after ${ms(performance.now() - backAt)}`)
    into.away += awayMs <= NOT_PARKED_MS ? 1 : 0
    if (!(await server.isOngoing())) {
      if (awayMs <= NOT_PARKED_MS) into.parked += 1
      await server.resume()
    }
  }
  if (browser === 'throttled') into.bareMs.record(await page.evaluate<number>(OPEN_ONE))
}

/** Enough to keep the browser's own delay at its maximum, whatever succeeds in between. */
const FAIL_WEB_SOCKETS = `for (let n = 0; n < 60; n++)
  new WebSocket(location.origin.replace('http', 'ws') + '/socket.io/?EIO=4&transport=websocket&sid=none')`
const OPEN_ONE = `new Promise(resolve => {
  const begun = performance.now()
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/socket.io/?EIO=4&transport=websocket')
  socket.onopen = () => { resolve(performance.now() - begun); socket.close() }
})`

function figureOf({ kind, browser }: Condition, { backMs, parked, away, bareMs }: Taken): Figure {
  const held = browser === 'throttled' ? `; a bare WebSocket on the same page took ${ms(bareMs.most)} to open` : ''
  const network =
    kind === 'offline'
      ? 'the browser knows that it is offline'
      : 'packets vanish silently; afterwards one agent’s hanging connections are reset, the other’s keep hanging'
  return {
    goal: 'G19',
    what: `network back → connected and up to date (${kind}, WebSockets ${browser === 'free' ? 'unthrottled' : 'throttled'})`,
    measured: `p50 ${ms(backMs.at(50))}, p99 ${ms(backMs.at(99))}, max ${ms(backMs.most)}; ${parked} of ${away} parked after outages of at most 29 s`,
    target: 'p99 ≤ 3 s; none parked',
    beside: `${AGENTS_EACH} agents in Chromium, ${AWAY_MS.length} consecutive outages of 5 to 40 s each; ${network}${held}`
  }
}
