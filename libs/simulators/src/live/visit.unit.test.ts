import { seededRandom } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import { shares } from './talks.ts'
import { newPersona, planVisit, weighted } from './visit.ts'

describe('a visit of a virtual customer', () => {
  test('is the same for the same seed', () => {
    const visitOf = (seed: number) => {
      const random = seededRandom(seed)
      const persona = newPersona(random)
      return { persona, visit: planVisit(random, persona.language, 'Sales') }
    }
    expect(visitOf(7)).toEqual(visitOf(7))
    expect(visitOf(7)).not.toEqual(visitOf(8))
  })

  test('starts with words and has an end, in every language and for every topic', () => {
    const random = seededRandom(1)
    for (const [language] of shares)
      for (const topic of ['Sales', 'Support'] as const) {
        const { acts } = planVisit(random, language, topic)
        expect(acts[0]?.does).toBe('write')
        expect(acts.length).toBeLessThan(40)
      }
  })

  test('is now and then silent, an album, or late', () => {
    const random = seededRandom(2)
    const visits = Array.from({ length: 500 }, () => planVisit(random, 'pt', 'Support'))
    const share = (fits: (visit: (typeof visits)[number]) => boolean) => visits.filter(fits).length / visits.length
    expect(share(({ acts }) => acts.every(({ does }) => does !== 'awaitAnswer'))).toBeCloseTo(0.15, 1)
    expect(share(({ acts }) => acts.some(({ does }) => does === 'album'))).toBeCloseTo(0.3, 1)
    expect(share(({ lateByMs }) => lateByMs > 0)).toBeCloseTo(0.12, 1)
  })

  test('is chosen by its share', () => {
    const random = seededRandom(3)
    const chosen = Array.from({ length: 1000 }, () =>
      weighted(random, [
        ['often', 9],
        ['seldom', 1]
      ] as const)
    )
    expect(chosen.filter(each => each === 'often').length / 1000).toBeCloseTo(0.9, 1)
  })
})
