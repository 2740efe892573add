import { expect, test } from '@jest/globals'
import { queueInMemory } from '../../test/model/queue-in-memory.ts'

const reader = { id: 'ana', name: 'ana', role: 'agent' as const, departmentIds: ['sales'] }
const wanted = {
  clientMessageId: 'pressed-twice',
  channel: { id: 'wa', kind: 'whatsapp' as const, name: 'WhatsApp', session: { kind: 'window' as const } },
  contact: { id: 'bia', externalId: 'bia' },
  departmentId: 'sales',
  content: { type: 'template' as const, name: 'hello', language: 'en', components: [], text: 'Hello Bia' }
}

test('T23: a repeated call that looks just before the first one stores its conversation returns that one', async () => {
  const queue = queueInMemory()
  const start = () => queue.desk.start(reader, wanted, queue.origin)
  const { conversations } = queue.stores
  const { load } = conversations
  conversations.load = async id => {
    conversations.load = load
    const nothing = await load(id)
    expect(await start()).toMatchObject({ ok: true })
    return nothing
  }
  const repeated = await start()
  expect(repeated).toMatchObject({ ok: true, value: { status: 'ongoing' } })
  expect(await queue.stored()).toHaveLength(1)
})
