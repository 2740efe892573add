import { randomUUID } from 'node:crypto'
import type { Department } from '@inbox/contracts'
import type { DemoFile } from '@inbox/devstack'
import { createJsonClient, listAll } from '@inbox/devstack'
import { seededRandom } from '@inbox/testing'
import { createDoubleClient } from '@inbox/whatsapp-double'
import { ask } from '../people/ask.ts'
import { crowd } from './crowd.ts'
import { startMessenger } from './messenger.ts'
import { openPerson, type Person } from './person.ts'
import { startPictureServer } from './pictures.ts'
import { setScene } from './scene.ts'
import { staffFor } from './staff.ts'
import { createSwitchboard } from './switchboard.ts'
import type { Language } from './talks.ts'
import { work } from './virtual-agent.ts'
import { createPhones } from './whatsapp.ts'

export interface LiveOptions {
  demo: DemoFile
  /** How many virtual agents serve; people in browsers may do the rest, or everything. */
  agents: number
  /** Names of demo agents whose desks are left to people. */
  spared?: readonly string[]
  seed?: number
  /** 2 = twice as fast. */
  pace: number
  stop: AbortSignal
  say(line: string): void
}

/** Runs a contact centre on the running system until stopped; what has happened by then stays. */
export async function runLive({ demo, agents, spared = [], seed, pace, stop, say }: LiveOptions): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const random = seededRandom(seed)
  const admin = demo.users.find(({ role }) => role === 'admin')
  if (!admin) throw new Error('The demo has no administrator')
  const { accessToken } = (
    await ask<{ accessToken: string }>('POST', `${demo.gateway}/v1/auth/login`, {
      body: { email: admin.email, password: admin.password }
    })
  ).body
  const call = createJsonClient(demo.gateway, accessToken)
  const messenger = stack.use(await startMessenger())
  const whatsapp = createDoubleClient(demo.whatsappDouble)
  const channels = await setScene(call, demo, { callbackUrl: messenger.callbackUrl, whatsapp })
  const departments = await listAll<Department>(call, '/v1/departments')
  const staff = await staffFor(agents, call, demo, spared)

  const switchboard = createSwitchboard(stack.use(await openPerson(demo.gateway, admin)))
  const pictures = stack.use(await startPictureServer())
  const wait = (ms: number) => pausing(ms / pace, stop)
  const run = randomUUID().slice(0, 8)
  let written = 0
  const languages = new Map<string, Language>()
  say(`Customers write on ${channels.map(({ name }) => name).join(', ')} (seed ${random.seed})`)
  if (staff.length > 0) say(`${staff.map(({ name }) => name).join(', ')} answer`)

  // one after the other: checking passwords is expensive
  const desks: { user: (typeof staff)[number]; person: Person }[] = []
  for (const user of staff) desks.push({ user, person: stack.use(await openPerson(demo.gateway, user)) })
  await Promise.all([
    crowd({
      ...{
        ingest: demo.ingest,
        pictures: pictures.url,
        phones: createPhones(whatsapp),
        random,
        wait,
        stop,
        channels,
        switchboard,
        say
      },
      newMessageId: () => `live-${run}-${++written}`,
      onCustomer: ({ contact, persona }) => languages.set(contact.id, persona.language)
    }),
    ...desks.map(({ user, person }) =>
      work(person, {
        random: seededRandom(random.integer(0, 2 ** 31)),
        wait,
        stop,
        departments,
        say,
        limit: user.limit,
        languageOf: externalId => languages.get(externalId) ?? 'en'
      })
    )
  ])
}

/** Waits, but not longer than until everything stops. */
const pausing = (ms: number, stop: AbortSignal) =>
  new Promise<void>(resolve => {
    if (stop.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      stop.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    stop.addEventListener('abort', done, { once: true })
  })
