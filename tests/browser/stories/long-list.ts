import { randomUUID } from 'node:crypto'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { repetitions, waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { itemOf, names } from '../inbox-page.ts'
import { signIn, system } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

/** More pages than anybody reads, and more than the count on the tab shows. */
const COUNT = repetitions(2000, 10_000)
/** A screenful of items, plus those kept ready above and below it. */
const MAX_DRAWN = 40

export function longList(): void {
  test('of thousands of waiting conversations few are rendered, and scrolling down reaches the last', async () => {
    const team = await createTeam({ mode: 'manual', agents: ['Lou'] })
    await fillQueue(team)
    await using lou = await signIn(team.workers[0]!)
    const { page } = lou
    await page.locator('[data-tab=queue]').filter({ hasText: '1,000+' }).waitFor()
    await itemOf(page, 'Number 1').hover()
    const drawn: number[] = []
    const scrolledToTheLast = async () => {
      await page.mouse.wheel(0, 1_000_000)
      const shown = await names(page)
      drawn.push(shown.length)
      return shown.includes(`Number ${COUNT}`)
    }
    await waitFor(scrolledToTheLast, { describe: 'the last conversation', timeoutMs: 60_000 })
    expect(Math.max(...drawn)).toBeLessThan(MAX_DRAWN)
  })
}

/** More would take a busy database longer than a call may take. */
const AT_ONCE = 1000

interface Stored {
  _id: string
  departmentId: string
  contact: { id: string; name: string }
  enqueuedAt: Date
}

/** One conversation arrives as usual; the others are stored as copies of it. */
async function fillQueue(team: Team): Promise<void> {
  await team.contact('whatsapp', 'Number 1').writes('I am the first')
  const { mongodbUrl, database } = system.stores
  await using mongo = await connectMongo({
    ...{ url: mongodbUrl, database: `${database}_queue`, logger: createLogger('long-list', 'silent') }
  })
  const conversations = mongo.collection<Stored>('conversations')
  const first = await waitFor(() => conversations.findOne({ departmentId: team.departmentId }))
  const others = Array.from({ length: COUNT - 1 }, (_, n) => ({
    ...first,
    _id: randomUUID(),
    contact: { ...first.contact, id: randomUUID(), name: `Number ${n + 2}` },
    enqueuedAt: new Date(first.enqueuedAt.getTime() + n + 1)
  }))
  for (let from = 0; from < others.length; from += AT_ONCE)
    await conversations.insertMany(others.slice(from, from + AT_ONCE))
}
