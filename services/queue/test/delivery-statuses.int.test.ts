import type { DeliveryStatus, Message } from '@inbox/contracts'
import { renderMetrics } from '@inbox/telemetry'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { QueueOver } from './queue-over.ts'
import { openStoredQueue, type StoredQueue } from './stored-queue.ts'
import type { World } from './world.ts'

let stored: StoredQueue
beforeAll(async () => {
  // as a former version left it
  stored = await openStoredQueue(import.meta.url, async database => {
    await database.collection('messages').createIndexes([{ key: { providerMessageId: 1 }, name: 'provider' }])
  })
})
afterAll(() => stored?.[Symbol.asyncDispose]())
const documents = () => stored.database.collection<{ _id: string; channelId?: string }>('messages')

/** Ana’s answer to a contact of the channel. */
async function answered(on: 'whatsapp' | 'webchat'): Promise<{ world: World; queue: QueueOver; answer: Message }> {
  const { world, queue } = await stored.begin()
  await queue.receive(world.message('first', { on }))
  const id = await world.conversationOf(queue, 'bia', on === 'webchat' ? 'web' : 'wa')
  await queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
  const reply = { clientMessageId: 'reply', content: { type: 'text' as const, text: 'Good morning' } }
  const sent = await queue.desk.send(id, world.reader('ana'), reply, queue.origin)
  if (!sent.ok) throw new Error(sent.error.detail)
  return { world, queue, answer: sent.value }
}
const tell = (queue: QueueOver, channelId: string, messageId: string, status: DeliveryStatus, providerId?: string) =>
  queue.reports.take({ channelId, messageId, status, providerMessageId: providerId }, queue.origin, false)
const statusOf = async ({ id }: Message) => (await stored.stores.messages.get(id))?.status

describe('a delivery status', () => {
  it('from a channel changes no message of another one, by our id or by a provider’s id that both have', async () => {
    const whatsapp = await answered('whatsapp')
    const site = await answered('webchat')
    await tell(whatsapp.queue, 'wa', whatsapp.answer.id, 'sent', '17')
    await tell(site.queue, 'web', site.answer.id, 'sent', '17')
    await expect(tell(site.queue, 'web', whatsapp.answer.id, 'read')).rejects.toThrow('no such message')
    await tell(site.queue, 'web', '17', 'delivered')
    expect([await statusOf(whatsapp.answer), await statusOf(site.answer)]).toEqual(['sent', 'delivered'])
  })

  it('that names its contact changes no message to another contact', async () => {
    const { world, queue, answer } = await answered('webchat')
    const read = { channelId: 'web', messageId: answer.id, status: 'read' as const }
    const foreign = queue.reports.take({ ...read, contactId: 'somebody else' }, queue.origin, false)
    await expect(foreign).rejects.toThrow('no such message')
    expect(await statusOf(answer)).toBe('queued')
    await queue.reports.take({ ...read, contactId: world.name('bia') }, queue.origin, false)
    expect(await statusOf(answer)).toBe('read')
  })

  it('finds a message stored before messages recorded their channel, and the former index is gone', async () => {
    const whatsapp = await answered('whatsapp')
    const site = await answered('webchat')
    for (const [{ queue, answer }, channelId] of [
      [whatsapp, 'wa'],
      [site, 'web']
    ] as const) {
      await tell(queue, channelId, answer.id, 'sent', '18')
      await documents().updateOne({ _id: answer.id }, { $unset: { channelId: '' } })
    }
    await tell(site.queue, 'web', '18', 'read')
    expect([await statusOf(whatsapp.answer), await statusOf(site.answer)]).toEqual(['sent', 'read'])
    expect((await documents().indexes()).map(({ name }) => name)).not.toContain('provider')
  })

  it('of delivered overtakes failed and clears its error; one that is behind is not published', async () => {
    const { queue, answer } = await answered('whatsapp')
    const about = { channelId: 'wa', messageId: answer.id }
    await queue.reports.take({ ...about, status: 'failed', error: '131026' }, queue.origin, false)
    expect(await stored.stores.messages.get(answer.id)).toMatchObject({ status: 'failed', error: '131026' })
    for (const status of ['delivered', 'failed', 'played', 'read'] as const) await tell(queue, 'wa', answer.id, status)
    const message = await stored.stores.messages.get(answer.id)
    expect([message?.status, message?.error]).toEqual(['played', undefined])
    const channel = { id: 'wa', kind: 'whatsapp', name: 'WhatsApp' } as const
    await queue.stores.messages.report(answer.id, { status: 'sent', providerMessageId: 'wamid.late' }, channel, () => {
      throw new Error('nothing is to be told')
    })
    expect(await stored.stores.messages.get(answer.id)).toMatchObject({
      status: 'played',
      providerMessageId: 'wamid.late'
    })
  })

  it('for a message that the channel does not have is awaited, then counted and dropped without an error', async () => {
    const { queue } = await answered('whatsapp')
    const unknown = { channelId: 'wa', messageId: 'provider-4712', status: 'delivered' as const }
    await expect(queue.reports.take(unknown, queue.origin, false)).rejects.toMatchObject({ name: 'Retryable' })
    const dropped = async () =>
      Number(/^queue_statuses_dropped_total (\d+)$/m.exec((await renderMetrics()).body)?.[1] ?? 0)
    const before = await dropped()
    expect(await queue.reports.take(unknown, queue.origin, true)).toMatchObject({ error: { code: 'not-found' } })
    expect(await dropped()).toBe(before + 1)
  })
})

describe('an answer that did not arrive', () => {
  const outgoing = ({ id }: Message) =>
    stored.published
      .filter(({ type, data }) => type === 'delivery.requested' && (data as { messageId: string }).messageId === id)
      .map(({ data }) => (data as { again?: number }).again)
  const failed = async (at = '2030-01-01T10:00:00.000Z') => {
    const { queue, answer, world } = await answered('whatsapp')
    const about = { conversationId: answer.conversationId, messageId: answer.id, channelId: 'wa', at }
    const failure = { ...about, code: 'refused' as const, error: '422: no such number' }
    await queue.reports.failed(failure, queue.origin, false)
    const by = world.reader('ana')
    const loaded = async () => (await stored.stores.conversations.load(answer.conversationId))!
    return {
      ...{ queue, answer, about, failure, by, loaded },
      again: async () => queue.desk.sendAgain(await loaded(), by, { messageId: answer.id }, queue.origin)
    }
  }

  it('says why, and its conversation shows it until its agent has looked', async () => {
    const { queue, answer, failure, by, loaded } = await failed()
    expect(await stored.stores.messages.get(answer.id)).toMatchObject({
      ...{ status: 'failed', failure: 'refused', error: '422: no such number' }
    })
    const marked = async () => (await loaded()).conversation.undelivered
    expect(await marked()).toBe(true)
    await queue.desk.read(answer.conversationId, by, queue.origin)
    expect(await marked()).toBeUndefined()
    // repeated, it is no news
    await queue.reports.failed(failure, queue.origin, false)
    expect(await marked()).toBeUndefined()
  })

  it('leaves once more when it is sent again, however many ask at once, and an earlier report does not fail it', async () => {
    const { queue, answer, about, failure, again } = await failed()
    const answers = await Promise.all([again(), again(), again()])
    for (const each of answers) expect(each).toMatchObject({ value: { status: 'queued', sentAgain: 1 } })
    const { error, failure: why } = (await stored.stores.messages.get(answer.id))!
    expect([error, why]).toEqual([undefined, undefined])
    await queue.reports.failed(failure, queue.origin, false)
    expect(await statusOf(answer)).toBe('queued')
    await queue.reports.take({ ...about, status: 'sent' }, queue.origin, false)
    expect(await again()).toMatchObject({ value: { status: 'sent' } })
    await queue.reports.failed({ ...failure, at: '2030-01-01T11:00:00.000Z' }, queue.origin, false)
    await again()
    expect(outgoing(answer)).toEqual([undefined, 1, 2])
  })

  it('is not sent again when a call that got no answer is repeated, even if it failed once more meanwhile', async () => {
    const { queue, answer, failure, by, loaded } = await failed()
    const asked = { messageId: answer.id, sentAgain: 0 }
    const ask = async () => queue.desk.sendAgain(await loaded(), by, asked, queue.origin)
    await Promise.all([ask(), ask()])
    await queue.reports.failed({ ...failure, at: '2030-01-01T11:00:00.000Z' }, queue.origin, false)
    expect(await ask()).toMatchObject({ value: { status: 'failed', sentAgain: 1 } })
    expect(outgoing(answer)).toEqual([undefined, 1])
  })

  it('cannot be sent again by somebody who may not answer, nor as part of another conversation', async () => {
    const { queue, answer, loaded, by } = await failed()
    const other = await failed()
    const elsewhere = await queue.desk.sendAgain(await other.loaded(), other.by, { messageId: answer.id }, queue.origin)
    expect(elsewhere).toMatchObject({ error: { code: 'not-found' } })
    const stranger = { ...by, id: 'somebody' }
    expect(await queue.desk.sendAgain(await loaded(), stranger, { messageId: answer.id }, queue.origin)).toMatchObject({
      error: { code: 'not-owner' }
    })
    expect(await statusOf(answer)).toBe('failed')
  })

  it('or may not have arrived is left as it is or sent again, as its owner decides', async () => {
    const { queue, answer, world } = await answered('whatsapp')
    const about = { conversationId: answer.conversationId, messageId: answer.id, channelId: 'wa' }
    const doubt = { ...about, at: '2030-01-01T10:00:00.000Z', error: 'the process ended' }
    await queue.reports.uncertain(doubt, queue.origin, false)
    expect(await statusOf(answer)).toBe('uncertain')
    const loaded = (await stored.stores.conversations.load(answer.conversationId))!
    expect(loaded.conversation.undelivered).toBe(true)
    const left = await queue.desk.leaveAsIs(loaded, world.reader('ana'), { messageId: answer.id }, queue.origin)
    expect(left).toMatchObject({ value: { status: 'uncertain', leftAsIs: true } })
    const again = await queue.desk.sendAgain(loaded, world.reader('ana'), { messageId: answer.id }, queue.origin)
    expect(again).toMatchObject({ value: { status: 'queued', sentAgain: 1 } })
    expect((again as { value: Message }).value.leftAsIs).toBeUndefined()
  })

  it('or may not have arrived is settled by what the channel says later, even after it was left as it is', async () => {
    for (const status of ['delivered', 'failed'] as const) {
      const { queue, answer, world } = await answered('whatsapp')
      const about = { conversationId: answer.conversationId, messageId: answer.id, channelId: 'wa' }
      await queue.reports.uncertain(
        { ...about, at: '2030-01-01T10:00:00.000Z', error: 'no answer' },
        queue.origin,
        false
      )
      const loaded = (await stored.stores.conversations.load(answer.conversationId))!
      await queue.desk.leaveAsIs(loaded, world.reader('ana'), { messageId: answer.id }, queue.origin)
      const told = { ...about, status, at: '2030-01-01T10:01:10.000Z', ...(status === 'failed' && { error: '131026' }) }
      await queue.reports.take(told, queue.origin, false)
      const settled = await stored.stores.messages.get(answer.id)
      expect(settled?.status).toBe(status)
      expect(settled?.leftAsIs).toBeUndefined()
      expect(settled?.error).toBe(status === 'failed' ? '131026' : undefined)
    }
  })
})

describe('a departure', () => {
  it('after a message that never comes counts in the end; of an unknown visitor it changes nothing', async () => {
    const { world, queue } = await answered('webchat')
    const contactId = world.name('caio')
    await queue.receive(world.message('other', { on: 'webchat', contact: { id: contactId } }))
    const left = { channelId: 'web', contactId, at: world.clock.now().toISOString(), afterMessageId: 'msg_never' }
    await expect(queue.contactHasLeft(left)).rejects.toMatchObject({ name: 'Retryable' })
    expect(await queue.contactHasLeft(left, true)).toMatchObject({ ok: true })
    const id = await world.conversationOf(queue, 'caio', 'web')
    expect((await stored.stores.conversations.load(id))?.conversation.status).toBe('closed')
    const stranger = { ...left, contactId: world.name('nobody') }
    expect(await queue.contactHasLeft(stranger, true)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })
})
