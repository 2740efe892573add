import { expect, test } from '@jest/globals'
import { queueInMemory } from '../../test/model/queue-in-memory.ts'
import { accept } from './actions/accept.ts'

/** A waiting conversation and Ana, both just read by a call of hers; counts how often each is read from then on. */
async function called() {
  const queue = queueInMemory()
  await queue.post('c1')
  const { conversations, agents } = queue.stores
  const loaded = (await conversations.load((await queue.stored())[0]!._id))!
  const agent = (await agents.get('ana'))!
  const read = { conversation: 0, agent: 0 }
  const [load, get] = [conversations.load, agents.get]
  conversations.load = id => {
    read.conversation += 1
    return load(id)
  }
  agents.get = id => {
    read.agent += 1
    return get(id)
  }
  const reader = { id: 'ana', name: 'ana', role: 'agent' as const, departmentIds: ['sales'], agent }
  return { queue, loaded, reader, read }
}

test('an accept does not reread what the call has read, except the agent, once more after the commit', async () => {
  const { queue, loaded, reader, read } = await called()
  const done = await queue.act(accept, loaded, { reader, input: undefined }, queue.origin)
  expect(done).toMatchObject({ ok: true, value: { conversation: { status: 'ongoing', agent: { id: 'ana' } } } })
  expect(read).toEqual({ conversation: 0, agent: 1 })
})

test('what has changed since the call read it is reread and decided again', async () => {
  const { queue, loaded, reader, read } = await called()
  const { agent, ...ana } = reader
  const rui = { ...ana, id: 'rui', name: 'rui' }
  const faster = await queue.desk.accept(loaded.conversation.id, rui, undefined, queue.origin)
  expect(faster).toMatchObject({ ok: true })
  read.conversation = 0
  const late = await queue.act(accept, loaded, { reader, input: undefined }, queue.origin)
  expect(late).toMatchObject({ ok: false, error: { code: 'already-taken' } })
  expect(read.conversation).toBe(1)
})
