import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { Refusal, Unreachable } from '../../../api/refusal.ts'
import { createKeyedStorage, type KeyedStorage } from '../../../state/storage.ts'
import { createOutbox } from './outbox.ts'
import type { Outgoing } from './outgoing-storage.ts'

/** One browser: what it stores, who is signed in, and what its tabs have sent to the server. */
function browser() {
  const texts = new Map<string, string>()
  const area = {
    get length() {
      return texts.size
    },
    key: (index: number) => [...texts.keys()][index] ?? null,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, value: string) => void texts.set(key, value),
    removeItem: (key: string) => void texts.delete(key)
  } as Storage
  const listeners = new Set<(key: string | null) => void>()
  const here = { agentId: 'ana' as string | undefined, brought: [] as string[], now: 0, area, full: false }
  const answer = { to: async (_: Outgoing): Promise<void> => undefined }
  let last: Promise<unknown> = Promise.resolve()
  const openTab = () => {
    const storage: KeyedStorage = {
      ...createKeyedStorage(() => {
        if (here.full) throw new DOMException('full', 'QuotaExceededError')
        return area
      }),
      onChangeElsewhere(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      }
    }
    return createOutbox({
      storage,
      now: () => here.now,
      agentId: () => here.agentId,
      async deliver(entry) {
        await answer.to(entry)
        here.brought.push(entry.text)
      },
      exclusively(_, work) {
        const mine = last.then(work)
        last = mine.catch(() => undefined)
        return mine
      }
    })
  }
  const tellTabs = () => {
    for (const listener of listeners) listener(null)
  }
  return { here, answer, openTab, tellTabs }
}
const answerOf = (text: string, more: Partial<Outgoing> = {}) => ({
  ...{ kind: 'answer' as const, conversationId: 'c', agentId: 'ana', text },
  ...more
})
const texts = (entries: readonly Outgoing[]) => entries.map(({ text }) => text)
const offline = async () => {
  throw new Unreachable('offline')
}
const refused = async () => {
  throw new Refusal(409, { code: 'window-expired', detail: 'The window has ended' })
}
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

test('what could not be sent is retried until the server has it, in order and once each', async () => {
  const { here, answer, openTab } = browser()
  const tab = openTab()
  answer.to = offline
  tab.sendOff(answerOf('first'))
  tab.sendOff(answerOf('second'))
  await pass(60_000)
  expect(texts(tab.entries.get())).toEqual(['first', 'second'])
  answer.to = async () => undefined
  await pass(5000)
  expect(here.brought).toEqual(['first', 'second'])
  expect(tab.entries.get()).toEqual([])
})

test('what was submitted has the server’s time, and a later one than what was submitted before', () => {
  const { here, answer, openTab } = browser()
  const tab = openTab()
  answer.to = offline
  here.now = Date.parse('2031-05-04T10:00:00.000Z')
  tab.sendOff(answerOf('first'))
  here.now -= 400
  tab.sendOff(answerOf('second'))
  expect(tab.entries.get().map(({ at }) => at)).toEqual(['2031-05-04T10:00:00.000Z', '2031-05-04T10:00:00.001Z'])
})

test('a refused answer survives the page with its reason, and leaves when it is sent again', async () => {
  const { here, answer, openTab } = browser()
  const before = openTab()
  answer.to = refused
  before.sendOff(answerOf('too late'))
  await pass(0)
  const after = openTab()
  const [entry] = after.entries.get()
  expect(entry!.refused).toBeInstanceOf(Refusal)
  expect(entry!.refused).toMatchObject({ status: 409, code: 'window-expired', message: 'The window has ended' })
  after.flush()
  await pass(60_000)
  expect(here.brought).toEqual([])
  answer.to = async () => undefined
  after.sendAgain(entry!)
  await pass(0)
  expect(here.brought).toEqual(['too late'])
  expect(openTab().entries.get()).toEqual([])
})

test('a refused answer is gone once it is discarded, in every tab', async () => {
  const { answer, openTab, tellTabs } = browser()
  const [one, other] = [openTab(), openTab()]
  answer.to = refused
  one.sendOff(answerOf('never mind'))
  await pass(0)
  tellTabs()
  expect(texts(other.entries.get())).toEqual(['never mind'])
  other.discard(other.entries.get()[0]!)
  tellTabs()
  expect(one.entries.get()).toEqual([])
})

test('two tabs that write without a connection keep what each wrote, and send it once', async () => {
  const { here, answer, openTab } = browser()
  const [one, other] = [openTab(), openTab()]
  answer.to = offline
  one.sendOff(answerOf('from one'))
  other.sendOff(answerOf('from the other'))
  await pass(10_000)
  expect(texts(openTab().entries.get()).toSorted()).toEqual(['from one', 'from the other'])
  answer.to = async () => undefined
  one.flush()
  other.flush()
  await pass(10_000)
  expect(here.brought.toSorted()).toEqual(['from one', 'from the other'])
})

test('what somebody wrote waits until they sign in again', async () => {
  const { here, answer, openTab } = browser()
  answer.to = offline
  const tab = openTab()
  tab.sendOff(answerOf('by Ana'))
  await pass(0)
  here.agentId = 'rui'
  answer.to = async () => undefined
  await pass(20_000)
  tab.flush()
  await pass(20_000)
  expect(here.brought).toEqual([])
  here.agentId = 'ana'
  tab.flush()
  await pass(0)
  expect(here.brought).toEqual(['by Ana'])
})

test.each([401, 429])('%i is no refusal of the answer: it waits', async status => {
  const { here, answer, openTab } = browser()
  answer.to = async () => {
    throw new Refusal(status, {})
  }
  const tab = openTab()
  tab.sendOff(answerOf('patience'))
  await pass(3000)
  expect(tab.entries.get()).toMatchObject([{ text: 'patience' }])
  expect(tab.entries.get()[0]!.refused).toBeUndefined()
  answer.to = async () => undefined
  await pass(5000)
  expect(here.brought).toEqual(['patience'])
})

test('a conversation whose answer cannot leave holds back no other', async () => {
  const { here, answer, openTab } = browser()
  answer.to = ({ conversationId }) => (conversationId === 'stuck' ? offline() : Promise.resolve())
  const tab = openTab()
  tab.sendOff(answerOf('waits', { conversationId: 'stuck' }))
  tab.sendOff(answerOf('goes'))
  await pass(0)
  expect(here.brought).toEqual(['goes'])
})

test('without any storage an answer is still sent, once', async () => {
  const { here, answer, openTab } = browser()
  here.full = true
  answer.to = offline
  const tab = openTab()
  tab.sendOff(answerOf('nowhere to keep this'))
  await pass(1000)
  expect(tab.endangered()).toBe(true)
  answer.to = async () => undefined
  await pass(10_000)
  expect(here.brought).toEqual(['nowhere to keep this'])
  expect(tab.endangered()).toBe(false)
})
