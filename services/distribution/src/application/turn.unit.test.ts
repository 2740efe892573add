import { createLogger } from '@inbox/telemetry'
import { beforeEach, expect, test } from '@jest/globals'
import { createTurn, type Turn } from './turn.ts'

let turn: Turn
/** The turn's calls, in order: start or stop making offers. */
let led: boolean[]
/** Batons to acknowledge. */
let given: string[]
beforeEach(() => {
  led = []
  given = []
  turn = createTurn(leads => led.push(leads), createLogger('tests', 'silent'))
})

const settled = () => new Promise(resolve => setImmediate(resolve))
const take = (baton: string, channel: AbortController) =>
  turn.keepBaton(channel.signal).then(() => void given.push(baton))

test('a process given the baton leads, and keeps it until the next one arrives', async () => {
  const channel = new AbortController()
  void take('first', channel)
  await settled()
  expect(led).toEqual([true])
  expect(given).toEqual([])
  void take('second', channel)
  await settled()
  expect(led).toEqual([true])
  expect(given).toEqual(['first'])
})

test('the turn ends with the channel, as others then get its batons', () => {
  const channel = new AbortController()
  void take('first', channel)
  channel.abort()
  expect(led).toEqual([true, false])
})

test('a baton on another channel begins a new turn; a late report of the former channel’s end does not end it', () => {
  const [former, next] = [new AbortController(), new AbortController()]
  void take('first', former)
  void take('second', next)
  former.abort()
  expect(led).toEqual([true, false, true])
})

test('a process that gets no baton for long stops leading: they must be going to another', async () => {
  void take('first', new AbortController())
  turn.endIfSilent(10_000)
  expect(led).toEqual([true])
  turn.endIfSilent(-1)
  await settled()
  expect(led).toEqual([true, false])
  expect(given).toEqual(['first'])
})

test('a process that stops no longer leads', () => {
  void take('first', new AbortController())
  turn[Symbol.dispose]()
  expect(led).toEqual([true, false])
})
