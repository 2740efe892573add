import { describe, expect, test } from '@jest/globals'
import { createPauses } from './pauses.ts'

const HOUR_MS = 3_600_000
const afterMany = (pause: () => number) => Array.from({ length: 20 }, pause).at(-1)

describe('before a mailbox is reconnected', () => {
  test('the pause grows, up to a minute if it cannot be reached, and a second if connections end at once', () => {
    const { afterFailure } = createPauses()
    expect([afterFailure(0), afterFailure(0), afterFailure(0)]).toEqual([100, 200, 400])
    expect(afterMany(() => afterFailure(0))).toBe(60_000)
    const { afterEnd } = createPauses()
    expect(afterMany(() => afterEnd(0))).toBe(1000)
  })

  test('a connection that lasted is followed by the next one soon, however long that one was waited for', () => {
    const { afterFailure, afterEnd } = createPauses()
    afterMany(() => afterFailure(0))
    expect(afterEnd(HOUR_MS)).toBe(100)
    afterMany(() => afterFailure(0))
    expect(afterFailure(HOUR_MS)).toBe(100)
  })
})
