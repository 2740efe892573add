import { setImmediate } from 'node:timers/promises'
import { seededRandom } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { alone, nextOf, type Suspect, turnOf } from './suspects.ts'

/** How many processes `culprit` crashes before all others waiting beside it have been handled. */
function deathsUntilSaved(culprit: Suspect, others: readonly Suspect[]): number {
  let waiting = [culprit, ...others]
  let deaths = 0
  while (true) {
    const turn = turnOf(waiting)
    let next = nextOf(waiting, turn)
    while (next !== culprit) {
      waiting.splice(waiting.indexOf(next), 1)
      next = nextOf(waiting, turn)
    }
    if (waiting.length === 1) return deaths
    deaths += 1
    for (const each of waiting) each.returns += 1
    waiting = [...waiting]
  }
}

test('whatever waits beside the message that crashes the process is handled before it by one of the next processes', async () => {
  const random = seededRandom()
  await random.printSeedOnFailure(() => {
    for (let run = 0; run < 2000; run++) {
      const consumers = random.shuffle(['a', 'b', 'c', 'd', 'e', 'f', 'g']).slice(0, random.integer(2, 8))
      const suspect = (consumer: string) => ({ consumer, returns: random.integer(2, 8) })
      const beside = Array.from({ length: random.integer(1, 60) }, () => suspect(random.pick(consumers.slice(1))))
      const deaths = deathsUntilSaved(suspect(consumers[0]!), beside)
      expect(deaths).toBeLessThanOrEqual(2 * consumers.length)
    }
  })
})

test('within one consumer the first that arrived is handled first', () => {
  const first = { consumer: 'orders', returns: 5 }
  expect(nextOf([first, { consumer: 'orders', returns: 2 }], 7)).toBe(first)
})

test('a consumer that takes one message at a time has all of them handled before another consumer has its turn', async () => {
  const handled: string[] = []
  const isolate = alone(() => [])
  const handle = (consumer: string, n: number) =>
    isolate({ consumer, returns: 2 }, async () => void handled.push(`${consumer} ${n}`))
  const harmless = async () => {
    for (let n = 1; n <= 5; n++) {
      await handle('a', n)
      // the broker delivers the next some turns of the event loop later
      for (let turn = 0; turn < 5; turn++) await setImmediate()
    }
  }
  await Promise.all([handle('b', 1), harmless()])
  expect(handled).toEqual(['a 1', 'a 2', 'a 3', 'a 4', 'a 5', 'b 1'])
})
