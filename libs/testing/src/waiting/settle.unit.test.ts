import { describe, expect, test } from '@jest/globals'
import { inactive } from './probes.ts'
import { settle } from './settle.ts'

describe('settle', () => {
  test('requires every probe to be idle twice in a row, because work moves between them', async () => {
    const answers = [true, false, true, true]
    let looks = 0
    await settle([() => answers[looks++] ?? true])
    expect(looks).toBe(4)
  })

  test('names the probes that stayed busy', async () => {
    const handlers = inactive(() => ({ handling: 1, unconfirmed: 0 }))
    await expect(settle([() => true, handlers], { timeoutMs: 20 })).rejects.toThrow('not settled: handlersRunning')
    const messagesInBroker = () => '3 in retry.2m'
    const settling = settle([() => true, messagesInBroker], { timeoutMs: 20 })
    await expect(settling).rejects.toThrow('not settled: messagesInBroker (3 in retry.2m)')
  })
})
