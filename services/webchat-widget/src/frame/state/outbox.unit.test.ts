import { expect, test } from '@jest/globals'
import { textStorage } from '../../embedding/storage.ts'
import { type Content, createOutbox } from './outbox.ts'
import { createSender } from './sender.ts'

const text = (said: string): Content => ({ type: 'text', text: said })
const said = (content: Content) => (content.type === 'text' ? content.text : '')

/** Tabs of one browser (without storage each keeps everything in its own memory), and what the server is told. */
function aBrowser() {
  const storage = textStorage(() => {
    throw new Error('denied')
  }, '')
  let now = 1000
  let ids = 0
  const outbox = createOutbox(
    storage,
    () => now,
    () => `id${++ids}`
  )
  const told: string[] = []
  const held = new Map<string, string>()
  const paused: { work: () => Promise<void>; ms: number }[] = []
  /** What the server does with the next attempts; after that it accepts everything. */
  const answers: ((id: string) => { id?: string; code?: string } | undefined)[] = []
  const aTab = () =>
    createSender({
      outbox,
      async attempt({ clientMessageId, content }) {
        await Promise.resolve()
        const answer = answers.shift()
        if (answer) return answer(clientMessageId)
        told.push(said(content))
        held.set(clientMessageId, said(content))
        return { id: `m-${clientMessageId}` }
      },
      onSent: () => undefined,
      onChange: () => undefined,
      later: (work, ms) => paused.push({ work, ms })
    })
  const setClock = (ms: number) => {
    now = ms
  }
  return { storage, outbox, told, held, paused, answers, aTab, setClock }
}

test('what is written without a connection is sent in order, once there is one', async () => {
  const { outbox, told, answers, aTab } = aBrowser()
  const tab = aTab()
  answers.push(() => undefined)
  for (const each of ['one', 'two', 'three']) outbox.add(text(each))
  await tab.flush()
  expect([told, outbox.list().length]).toEqual([[], 3])
  await tab.flush()
  expect([told, outbox.list()]).toEqual([['one', 'two', 'three'], []])
})

test('a clock that is set back does not change the order', () => {
  const { outbox, setClock } = aBrowser()
  outbox.add(text('first'))
  setClock(10)
  outbox.add(text('second'))
  expect(outbox.list().map(({ content }) => said(content))).toEqual(['first', 'second'])
})

test('what got no answer is retried under the same id, later and later, and nothing overtakes it', async () => {
  const { outbox, told, held, paused, answers, aTab } = aBrowser()
  const tried: string[] = []
  const lost = (id: string) => {
    tried.push(id)
    return {}
  }
  answers.push(lost, lost, lost)
  outbox.add(text('one'))
  outbox.add(text('two'))
  const tab = aTab()
  await tab.flush()
  // flushing in between makes retries neither sooner nor more frequent
  answers.unshift(lost)
  await tab.flush()
  expect(paused).toHaveLength(1)
  for (const attempt of [0, 1, 2]) await paused[attempt]!.work()
  expect(paused.map(({ ms }) => ms)).toEqual([1000, 2000, 4000])
  expect(new Set(tried)).toEqual(new Set(['id1']))
  expect([told, held.size]).toEqual([['one', 'two'], 2])
})

test('what is refused for good waits until the visitor wants to retry it, and lets the next one pass', async () => {
  const { outbox, told, answers, aTab } = aBrowser()
  const tab = aTab()
  answers.push(() => ({ code: 'malformed' }))
  const { clientMessageId } = outbox.add(text('one'))
  outbox.add(text('two'))
  await tab.flush()
  expect(told).toEqual(['two'])
  expect(outbox.list()).toMatchObject([{ clientMessageId, refused: 'malformed' }])
  await tab.flush()
  expect(told).toEqual(['two'])
  outbox.tryAgain(clientMessageId)
  await tab.flush()
  expect([told, outbox.list()]).toEqual([['two', 'one'], []])
})

test.each(['unavailable', 'too-many-requests'])('%s is temporary', async code => {
  const { outbox, told, paused, answers, aTab } = aBrowser()
  answers.push(() => ({ code }))
  outbox.add(text('one'))
  const tab = aTab()
  await tab.flush()
  expect([told, paused.length]).toEqual([[], 1])
  await paused[0]!.work()
  expect(told).toEqual(['one'])
})

test('two tabs that send at once keep the order, and send nothing under two ids', async () => {
  const { outbox, told, held, aTab } = aBrowser()
  for (const each of ['one', 'two', 'three']) outbox.add(text(each))
  await Promise.all([aTab().flush(), aTab().flush()])
  expect([...held.values()]).toEqual(['one', 'two', 'three'])
  expect([...new Set(told)]).toEqual(['one', 'two', 'three'])
  expect(outbox.list()).toEqual([])
})

test('what is written while the last one is being sent is sent as well', async () => {
  const { outbox, told, aTab } = aBrowser()
  const tab = aTab()
  outbox.add(text('one'))
  const sending = tab.flush()
  outbox.add(text('two'))
  await Promise.all([sending, tab.flush()])
  expect(told).toEqual(['one', 'two'])
})

test('unreadable data in the storage keeps nothing from being sent', () => {
  const { storage, outbox } = aBrowser()
  storage.set('outbox:broken', '{')
  outbox.add(text('one'))
  expect(outbox.list()).toHaveLength(1)
})
