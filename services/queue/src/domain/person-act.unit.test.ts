import { expect, test } from '@jest/globals'
import { enqueued, inStatus, noon } from '../../test/builders.ts'
import { ana, giveBack, makeOffer, toAgent, toDepartment } from '../../test/commands.ts'
import type { Conversation } from './conversation.ts'
import { type Command, decide } from './decide.ts'
import { unchanged } from './decision.ts'

const act = { id: 'call-1', by: 'ana' }
const changed = (command: Command, conversation: Conversation): Conversation => {
  const decided = decide(command, conversation, noon)
  if (!decided.ok || decided.value === unchanged) throw new Error('nothing changed')
  return decided.value.next
}

test('an action by a person is done once, even if the conversation has moved on since', () => {
  const command = { ...giveBack, act }
  const queued = changed(command, inStatus.ongoing())
  expect(decide(command, queued, noon)).toEqual({ ok: true, value: unchanged })
  const offered = changed(makeOffer(), queued)
  expect(decide(command, offered, noon)).toEqual({ ok: true, value: unchanged })
})

test('the same id in somebody else’s call is an action of theirs', () => {
  const queued = changed({ ...giveBack, act }, inStatus.ongoing())
  const theirs = { ...toDepartment({ by: { id: 'rui', name: 'rui', supervises: true } }), act: { ...act, by: 'rui' } }
  expect(changed(theirs, queued).departmentId).toBe('support')
})

test('what was refused is decided anew when it is asked again', () => {
  const command = { ...giveBack, act }
  const offered = inStatus.offered()
  expect(decide(command, offered, noon)).toMatchObject({ ok: false, error: { code: 'illegal-transition' } })
  expect(changed(command, inStatus.ongoing({ enqueuedAt: enqueued })).status).toBe('queued')
})

test('a conversation remembers only the last actions', () => {
  let conversation: Conversation = inStatus.queued()
  for (let n = 0; n < 20; n++) {
    const departmentId = conversation.departmentId === 'sales' ? 'support' : 'sales'
    conversation = changed({ ...toDepartment({ departmentId }), act: { id: `call-${n}`, by: ana.id } }, conversation)
  }
  expect(conversation.acts?.map(({ id }) => id)).toEqual(['call-15', 'call-16', 'call-17', 'call-18', 'call-19'])
})

test('a transfer repeated by the same call succeeds, and by another call is refused', () => {
  const offered = changed({ ...toAgent(), act }, inStatus.ongoing())
  expect(decide({ ...toAgent(), act }, offered, noon)).toEqual({ ok: true, value: unchanged })
  expect(decide({ ...toAgent(), act: { ...act, id: 'call-2' } }, offered, noon)).toMatchObject({ ok: false })
})
