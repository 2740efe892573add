import { command, event } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { type Consumer, defineConsumer } from './define-consumer.ts'
import { on } from './handler.ts'

const happened = event('queue', 'it.happened', z.object({}), { summary: '' })
const doIt = command('queue', 'do.it', z.object({}), { summary: '' })
const handler = on(happened, async () => undefined)
const safe = { name: 'distribution.events', prefetch: 10, handlers: [handler] }

test('a consumer has a delivery limit, dead-lettering and bounded work unless it says otherwise', () => {
  expect(defineConsumer(safe)).toMatchObject({ deliveryLimit: 20, singleActive: false, order: 'any' })
})

test('keeping order implies a single active consumer', () => {
  expect(defineConsumer({ ...safe, order: 'kept' }).singleActive).toBe(true)
})

test.each<[string, Partial<Consumer>]>([
  // @ts-expect-error: the types reject it, too
  ['without prefetch', { prefetch: undefined }],
  ['with a prefetch of zero, which means unlimited', { prefetch: 0 }],
  ['with an unlimited prefetch', { prefetch: Number.POSITIVE_INFINITY }],
  ['with an excessive prefetch', { prefetch: 65_535 }],
  ['without handlers', { handlers: [] }],
  ['with two handlers of one type', { handlers: [handler, handler] }],
  ['whose name lacks the service', { name: 'events' }],
  ['whose name lacks the purpose', { name: 'distribution.' }],
  ['without a delivery limit', { deliveryLimit: 0 }],
  ['that keeps order among several active consumers', { order: 'kept', singleActive: false }],
  ["that takes another service's commands", { handlers: [on(doIt, async () => undefined)] }]
])('a consumer %s cannot be constructed', (_case, unsafe) => {
  expect(() => defineConsumer({ ...safe, ...unsafe })).toThrow(TypeError)
})
