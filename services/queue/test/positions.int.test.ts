import { announcePosition } from '@inbox/contracts'
import { connectBroker } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { department } from './builders.ts'
import { publish } from './publishing.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

const positionNotice = {
  everySeconds: 300,
  template: 'Number {position}. Again: {position}',
  channels: ['webchat' as const]
}
const leo = user('leo')
const stack = new AsyncDisposableStack()
let queue: QueueUnderTest
let announce: (
  conversationId: string,
  departmentId: string,
  position: number,
  estimateSeconds?: number
) => Promise<void>

beforeAll(async () => {
  queue = stack.use(
    await startQueue(import.meta.url, {
      replicas: 2,
      departments: [{ ...department('sales', 'manual'), positionNotice }, department('support', 'manual')]
    })
  )
  const logger = createLogger('tests', 'silent')
  const url = queue.stores.rabbitmqUrl
  const distribution = stack.use(connectBroker({ url, service: 'distribution', publishes: [announcePosition], logger }))
  await distribution.whenReady()
  announce = (conversationId, departmentId, position, estimateSeconds) =>
    publish(distribution, announcePosition, conversationId, 0, {
      ...{ conversationId, departmentId, position },
      ...(estimateSeconds !== undefined && { estimateSeconds })
    })
})
afterAll(() => stack.disposeAsync())

const waitingIn = async (departmentId: string) => {
  const contact = { id: newId() }
  await queue.post({ contact, departmentId })
  return waitFor(async () => (await queue.list('queue', leo)).find(item => item.contact.externalId === contact.id))
}
const told = async (conversationId: string) =>
  (await queue.messagesOf(conversationId, leo)).filter(({ author }) => author.kind === 'system')

it('a position is told over the channel once, however often and to however many replicas it is announced', async () => {
  const { id } = await waitingIn('sales')
  await Promise.all(Array.from({ length: 20 }, () => announce(id, 'sales', 4, 130)))
  const event = await waitFor(() =>
    queue.seen.find(({ key, type }) => key === id && type === 'conversation.positionTold')
  )
  expect(event.data).toMatchObject({ conversationId: id, departmentId: 'sales', position: 4, estimateSeconds: 130 })
  // one more after the twenty shows that they are all done
  const marker = await waitingIn('sales')
  await announce(marker.id, 'sales', 5)
  await waitFor(async () => (await told(marker.id)).length > 0)
  expect(await told(id)).toMatchObject([{ content: { text: 'Number 4. Again: 4' }, status: 'queued' }])
  const delivery = await waitFor(() => queue.seen.find(({ key, type }) => key === id && type === 'delivery.requested'))
  expect(delivery.data).toMatchObject({ content: { text: 'Number 4. Again: 4' } })
})

it('it is not told in a department that does not want it', async () => {
  const { id } = await waitingIn('support')
  await announce(id, 'support', 1)
  const marker = await waitingIn('sales')
  await announce(marker.id, 'sales', 2)
  await waitFor(async () => (await told(marker.id)).length > 0)
  expect(await told(id)).toEqual([])
})
