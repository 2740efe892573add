import { expect, test } from '@jest/globals'
import { Pace } from '../../src/channels/whatsapp/pace.ts'

/** When each of `count` messages may leave, if all are there at once and each waits as told. */
function leaving(count: number, contactOf: (n: number) => string): number[] {
  const pace = new Pace()
  return Array.from({ length: count }, (_, n) => {
    let at = 0
    for (let wait = pace.take('number', contactOf(n), at); wait > 0; wait = pace.take('number', contactOf(n), at))
      at += wait
    return at
  })
}

test('to one person a short burst leaves at once, and then one message every six seconds', () => {
  const at = leaving(12, () => 'zoe')
  expect(at.filter(ms => ms === 0)).toHaveLength(8)
  expect(at.slice(8)).toEqual([6000, 12_000, 18_000, 24_000])
})

test('to many people, no second has more messages than WhatsApp allows a number', () => {
  const at = leaving(400, n => `person ${n}`)
  for (const from of at) expect(at.filter(ms => ms >= from && ms < from + 1000).length).toBeLessThanOrEqual(80)
  expect(Math.max(...at)).toBeLessThanOrEqual(400 * 25)
})

test('a waiting message counts once: what may not leave yet uses up nothing', () => {
  const pace = new Pace()
  for (let n = 0; n < 8; n++) expect(pace.take('number', 'zoe', 0)).toBe(0)
  for (let n = 0; n < 20; n++) expect(pace.take('number', 'zoe', 1000)).toBe(5000)
  expect(pace.take('number', 'zoe', 6000)).toBe(0)
  expect(pace.take('number', 'rui', 6000)).toBe(0)
})
