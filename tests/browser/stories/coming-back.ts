import { setTimeout as sleep } from 'node:timers/promises'
import { type Contact, signIn as connect } from '@inbox/simulators'
import { startFaultProxy, waitFor } from '@inbox/testing'
import { beforeAll, expect, test } from '@jest/globals'
import type { Page, Request, WebSocketRoute } from 'playwright-core'
import { type Device, type Person, signInAt, startKeepingBrowser } from '../browser.ts'
import { acceptAndBeHeard, acceptFromList, composer, goTo, holds, itemOf, names, open } from '../inbox-page.ts'
import { standStill } from '../stand-still.ts'
import { browser, presenceOf, signIn, startBeside, system } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

const SOCKETS = /\/socket\.io\//
/** Longer than anybody may be away plus the time for which a silent connection still counts. */
const TOO_LONG_MS = 30_000 + 3000 + 2000

const connected = (page: Page) => page.getByText('Connected', { exact: true }).first().waitFor()
/** Delays WebSockets like a browser, from the moment `held` says so; call it before loading the page. */
const holdWebSockets = (page: Page, held = () => true) =>
  page.routeWebSocket(SOCKETS, route => {
    if (held()) return new Promise(() => undefined)
    route.connectToServer()
  })

/** Resolves with what an agent sees after only calls have got through for `TOO_LONG_MS`. */
let calling: Promise<Person & { team: Team; patient: Contact }>

export function keepCalling(): void {
  calling = startBeside(async signal => {
    const team = await createTeam({ mode: 'manual', agents: ['Cal', 'Uma'] })
    const person = await signIn(team.workers[0]!)
    const { page } = person
    let held = false
    await holdWebSockets(page, () => held)
    await page.reload()
    await connected(page)
    const patient = team.contact('whatsapp', 'Patient')
    await patient.writes('I have time')
    await acceptAndBeHeard(page, 'Patient')
    await holds(page, 'ongoing', 1)
    held = true
    await page.route(SOCKETS, route => route.abort())
    // this ends the existing connection
    await waitFor(() => isCutOff(person), { describe: 'the connection to end', timeoutMs: 60_000 })
    await page.getByText('No live updates at the moment').waitFor()
    await sleep(TOO_LONG_MS, undefined, { signal })
    return { ...person, team, patient }
  })
}

/** Takes the network away for a moment; resolves with whether the page has noticed. */
async function isCutOff({ page, context }: Person): Promise<boolean> {
  await context.setOffline(true)
  const told = page.getByText(/No connection\. What you write is kept|No live updates at the moment/)
  const noticed = await told.waitFor({ timeout: 5000 }).then(
    () => true,
    () => false
  )
  await context.setOffline(false)
  return noticed
}

export function comingBack(): void {
  let team: Team
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Una', 'Leo', 'Tina', 'Otto', 'Kim', 'Sam'] })
  })
  const at = (name: string, device?: Device) => signIn(team.workers.find(each => each.name === name)!, device)

  test('I12: after outage upon outage, reported or silent, the view is the server’s again, although no WebSocket opens', async () => {
    await using network = await startFaultProxy(system.urls['inbox-gateway'])
    const through = { urls: { ...system.urls, 'inbox-gateway': network.url } }
    await using person = await signInAt(browser, through, team.workers[0]!)
    const { page, context } = person
    await using colleague = await connect(system.urls['inbox-gateway'], team.workers[1]!)
    await holdWebSockets(page)
    const underWay = new Set<Request>()
    page.on('request', request => SOCKETS.test(request.url()) && underWay.add(request))
    page.on('requestfinished', request => underWay.delete(request))
    page.on('requestfailed', request => underWay.delete(request))
    await page.reload()
    await connected(page)
    await team.contact('whatsapp', 'Before 0').writes('Is it slow?')
    await itemOf(page, 'Before 0').waitFor()
    for (const [n, kind] of (['heard of', 'silent', 'silent'] as const).entries()) {
      if (kind === 'silent') network.stall()
      else await context.setOffline(true)
      await page.getByText('No connection. What you write is kept').waitFor()
      await team.contact('whatsapp', `Before ${n + 1}`).writes('And now?')
      const taken = await colleague.sees(({ contact }) => contact.name === `Before ${n}`)
      await colleague.post(`/v1/conversations/${taken.id}/accept`)
      await colleague.post(`/v1/conversations/${taken.id}/close`, {})
      // the browser does not notice silent losses: it has six connections, and all may be dead
      if (kind === 'silent') network.abandon()
      else network.cut()
      network.heal()
      await context.setOffline(false)
      await itemOf(page, `Before ${n + 1}`).waitFor()
      await itemOf(page, `Before ${n}`).waitFor({ state: 'detached' })
      const { body } = await colleague.get<{ items: { contact: { name: string } }[] }>('/v1/conversations?tab=queue')
      expect(await names(page)).toEqual(body.items.map(({ contact }) => contact.name))
    }
    // one poll and one post beside it: nothing waits any more for responses to lost requests
    await waitFor(() => underWay.size <= 2, { describe: 'what hung to be ended', timeoutMs: 30_000 })
  })

  test('a refused socket is retried with a new token, and the page says why it waits', async () => {
    await using person = await at('Tina')
    const { page } = person
    const tokens = new Set<string>()
    const renewals: string[] = []
    page.on('request', request => request.url().endsWith('/auth/refresh') && renewals.push(request.url()))
    let refusals = 0
    await page.route(SOCKETS, route => route.abort())
    await page.routeWebSocket(SOCKETS, route =>
      refuse(route, token => {
        tokens.add(token)
        return ++refusals <= 3 ? 'unauthenticated' : undefined
      })
    )
    await page.reload()
    await page.getByText('Your sign-in could not be renewed yet').waitFor()
    await connected(page)
    expect(refusals).toBeGreaterThan(3)
    expect(tokens.size).toBeGreaterThan(1)
    // once for loading the page, and once for each refusal
    expect(renewals.length).toBeGreaterThan(1)
    await page.getByText('Your sign-in could not be renewed yet').waitFor({ state: 'detached' })
  })

  test('an agent with too many tabs is told so, and connected once there is room', async () => {
    await team.contact('whatsapp', 'Waits').writes('Is there room?')
    await using person = await at('Otto')
    const { page } = person
    let full = true
    await page.routeWebSocket(SOCKETS, route => refuse(route, () => (full ? 'too-many-requests' : undefined)))
    await page.route(SOCKETS, route => (full ? route.abort() : route.continue()))
    await page.reload()
    await page.getByText('You have the inbox open in too many tabs').waitFor()
    full = false
    await connected(page)
    await goTo(page, 'queue')
    await itemOf(page, 'Waits').waitFor()
  })

  test('an answer that arrives late does not hide for long that the network is down', async () => {
    await using person = await at('Kim')
    const { page, context } = person
    await connected(page)
    let late = true
    await page.route('**/v1/me/beats', route => (late ? route.fulfill({ status: 204 }) : route.continue()))
    await context.setOffline(true)
    // the current attempt fails although a call was answered
    await page.getByText('No live updates at the moment').waitFor()
    late = false
    await page.getByText('No connection. What you write is kept').waitFor()
    await context.setOffline(false)
    await connected(page)
  })

  test.each([
    ['a day and an hour fast', 25],
    ['a day and an hour slow', -25]
  ])('with a clock that is %s, windows and composer follow the server’s time', async (_, hours) => {
    await team.contact('whatsapp', `Seen ${hours}`).writes('What time is it?')
    await using person = await at('Kim', { script: shiftClock(hours) })
    const { page } = person
    await acceptFromList(page, `Seen ${hours}`)
    await goTo(page, 'ongoing')
    await open(page, `Seen ${hours}`)
    const left = itemOf(page, `Seen ${hours}`).locator('[data-soon]')
    await left.and(page.locator('[data-soon=false]')).waitFor()
    expect(await left.textContent()).toMatch(/^(23h|1d)/)
    await composer(page).fill('Yours and mine differ')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Yours and mine differ').last().waitFor()
    await waitFor(async () => (await composer(page).inputValue()) === '')
  })

  test.each(Object.entries(standStill))('a page that %s is up to date once it continues', async (how, stop) => {
    await using network = await startFaultProxy(system.urls['inbox-gateway'])
    const through = { urls: { ...system.urls, 'inbox-gateway': network.url } }
    const sam = team.workers.find(({ name }) => name === 'Sam')!
    await using stack = new AsyncDisposableStack()
    const keeping = how.includes('left') && stack.adopt(await startKeepingBrowser(), it => it.close())
    const { page, context } = stack.use(await signInAt(keeping || browser, through, sam))
    // its code has loaded: what was being loaded when a connection died would never arrive
    await page.locator('[data-tab=queue]').waitFor()
    await connected(page)
    await waitFor(async () => (await presenceOf(sam.id)).link === 'connected')
    const goOn = await stop(page, await context.newCDPSession(page))
    // its connections are dead, and it is not told so
    network.abandon()
    await waitFor(async () => (await presenceOf(sam.id)).link !== 'connected', { timeoutMs: 30_000 })
    await team.contact('whatsapp', `While it ${how}`).writes('Are you asleep?')
    await goOn()
    await itemOf(page, `While it ${how}`).waitFor()
    await connected(page)
  })

  test('while only calls get through, they bring what contacts write and remove what others have handled', async () => {
    const { page, team, patient } = await calling
    await using colleague = await connect(system.urls['inbox-gateway'], team.workers[1]!)
    await team.contact('whatsapp', 'Newcomer').writes('Anybody there?')
    await patient.writes('Are you still there?')
    await page.getByText('Are you still there?').last().waitFor()
    await goTo(page, 'queue')
    await itemOf(page, 'Newcomer').waitFor()
    const { id } = await colleague.sees(({ contact }) => contact.name === 'Newcomer')
    await colleague.post(`/v1/conversations/${id}/accept`)
    await itemOf(page, 'Newcomer').waitFor({ state: 'detached' })
    await page.getByText('No live updates at the moment').waitFor()
  }, 120_000)

  test('I7: nobody’s conversations are parked if their calls get through, although no socket comes back', async () => {
    await using person = await calling
    const { page } = person
    await page.unroute(SOCKETS)
    await connected(page)
    await holds(page, 'ongoing', 1)
    await holds(page, 'myInbox', 0)
  }, 120_000)
}

/** Lets a socket through to the gateway, or refuses it as the gateway would. */
function refuse(route: WebSocketRoute, judge: (token: string) => string | undefined): void {
  const server = route.connectToServer()
  route.onMessage(message => {
    const { token } = String(message).startsWith('40') ? JSON.parse(String(message).slice(2)) : {}
    const code = token && judge(token)
    if (code) route.send(`44${JSON.stringify({ message: code, data: { code, detail: code } })}`)
    else server.send(message)
  })
}

const shiftClock = (hours: number) => `{
  const True = Date
  const shift = ${hours * 3_600_000}
  globalThis.Date = class extends True {
    constructor(...given) { given.length === 0 ? super(True.now() + shift) : super(...given) }
    static now() { return True.now() + shift }
  }
}`
