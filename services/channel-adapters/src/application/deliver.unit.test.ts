import type { ChannelAccount, ChannelKind } from '@inbox/contracts'
import { systemClock } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { describe, expect, test } from '@jest/globals'
import { aDelivery, CHANNEL } from '../../test/builders.ts'
import type { Channel } from '../channels/channel.ts'
import { createDeliver } from './deliver.ts'

const number = {
  deliver: async () => ({ kind: 'sent' as const }),
  idempotent: false,
  isSetUp: (settings: ChannelAccount['settings']) => 'number' in settings
}
const accountOf = (settings: ChannelAccount['settings']): ChannelAccount => ({
  ...{ id: CHANNEL.id, version: 1, kind: 'api', departmentId: 'sales', active: true, settings }
})

/** Accepts answers in a process that knows `known`, and learns `told` when it asks. */
function taking(known: ChannelAccount | undefined, told?: ChannelAccount) {
  const taken: string[] = []
  let account = known
  const refresh = async () => {
    account = told
  }
  const deliver = createDeliver({
    channels: new Map<ChannelKind, Channel>([['api', number]]),
    accounts: { get: () => account, refresh },
    deliveries: { add: async ({ id }) => void taken.push(id) },
    publish: async () => undefined,
    clock: systemClock,
    logger: createLogger('test', 'silent')
  })
  return { taken, deliver: () => deliver(aDelivery('c', 'm')) }
}

describe('an answer', () => {
  test.each([
    ['is accepted where its channel is set up', accountOf({ number: '1' }), undefined, ['m']],
    ['is left to others where it is not', accountOf({}), undefined, []],
    ['of a channel created a moment ago is accepted if that is set up', undefined, accountOf({ number: '1' }), ['m']],
    ['of a channel created a moment ago is left to others if it is not', undefined, accountOf({}), []]
  ])('%s', async (_, known, told, expected) => {
    const { taken, deliver } = taking(known, told)
    await deliver()
    expect(taken).toEqual(expected)
  })
})
