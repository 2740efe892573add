import type { VisitorMessage, VisitorServerEvents } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import {
  attendanceOf,
  type Chat,
  type ChatEvent,
  chosen,
  isGoingOn,
  isUnattended,
  merged,
  newChat,
  reduceChat,
  unreadOf
} from './chat.ts'
import type { Outgoing } from './outbox.ts'
import { timelineOf } from './timeline.ts'

const at = (second: number) => new Date(Date.UTC(2030, 0, 1, 12, 0, second)).toISOString()
const said = (id: string, second: number, more: Partial<VisitorMessage> = {}): VisitorMessage => {
  return { id, from: 'agent', content: { type: 'text', text: id }, at: at(second), ...more }
}
const written = (clientMessageId: string, second: number): Outgoing => {
  return { clientMessageId, content: { type: 'text', text: clientMessageId }, at: Date.parse(at(second)) }
}
const own = (id: string, clientMessageId: string, second: number) =>
  said(id, second, { from: 'visitor', clientMessageId })
const welcome = (more: Partial<VisitorServerEvents['welcome']> = {}): ChatEvent => {
  return { type: 'welcome', data: { token: 't', visitorId: 'v', ask: [], attended: true, ...more } }
}
const history = (
  messages: VisitorMessage[],
  conversation?: Omit<NonNullable<VisitorServerEvents['history']['conversation']>, 'id'>
): ChatEvent => {
  return { type: 'history', data: { messages, ...(conversation && { conversation: { id: 'c', ...conversation } }) } }
}
const message = (data: VisitorMessage): ChatEvent => ({ type: 'message', data })
const after = (...happenings: ChatEvent[]): Chat => happenings.reduce(reduceChat, newChat)
const idsOf = ({ messages }: Chat) => messages.map(({ id }) => id)

describe('what arrives from the server', () => {
  test('is shown once and by time, in whatever order and however often it arrives', () => {
    const messages = [said('a', 1), own('b', 'c1', 2), said('c', 3), said('d', 4)]
    const orders = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 2, 3, 1, 1],
      [1, 3, 0, 3, 2, 0]
    ]
    for (const order of orders) {
      const chat = after(...order.map(index => message(messages[index]!)), history(messages.slice(1)))
      expect(idsOf(chat)).toEqual(['a', 'b', 'c', 'd'])
    }
  })

  test('replaces what was written here, whether the answer or the message comes first', () => {
    const outgoing = written('c1', 5)
    const outbox: ChatEvent = { type: 'outbox', data: [outgoing] }
    const sent: ChatEvent = { type: 'sent', data: { message: outgoing, id: 'm1' } }
    const back = message(own('m1', 'c1', 6))
    for (const order of [[sent, back], [back, sent], [back], [history([own('m1', 'c1', 6)])]]) {
      const chat = after(welcome(), history([said('m0', 1)]), outbox, ...order, outbox)
      expect([idsOf(chat), chat.outbox]).toEqual([['m0', 'm1'], []])
      expect(chat.messages[1]!.at).toBe(at(6))
      expect(timelineOf(chat).map(({ key }) => key)).toEqual(['m0', 'c1'])
    }
  })

  test('and was said before goes before it, with where conversations ended', () => {
    const more: ChatEvent = { type: 'history', data: { messages: [said('c', 3)], more: true } }
    const older = (name: string, second: number, goesOn: boolean): ChatEvent => {
      return { type: 'older', data: { messages: [said(name, second)], ended: name === 'b', more: goesOn } }
    }
    const chat = after(welcome(), more, older('b', 2, true), older('a', 1, false))
    expect([idsOf(chat), chat.ends, chat.more]).toEqual([['a', 'b', 'c'], ['b'], false])
    // after a reconnection the server says again whether there are messages before the newest
    expect(reduceChat(chat, more).more).toBe(false)
  })

  test('as a reaction of our side is shown with its message until it is removed', () => {
    const reacts = (emoji?: string): ChatEvent => {
      return { type: 'reaction', data: { messageId: 'm1', ...(emoji && { emoji }) } }
    }
    const chat = after(history([own('m1', 'c1', 1), own('m2', 'c2', 2)]), reacts('👍'))
    const shown = (of: Chat) => timelineOf(of).map(({ reaction }) => reaction)
    expect([shown(chat), shown(reduceChat(chat, reacts()))]).toEqual([
      ['👍', undefined],
      [undefined, undefined]
    ])
  })

  test('within one moment stays in the order in which it arrived', () => {
    expect(merged([said('a', 1)], [said('b', 1), said('c', 1)]).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  test('comes before what is still being sent, whatever the clock here says', () => {
    const chat = after(welcome(), { type: 'outbox', data: [written('c1', 1)] }, message(said('m9', 9)))
    expect(timelineOf(chat).map(({ key }) => key)).toEqual(['m9', 'c1'])
  })
})

test('another visitor sees nothing of the one before, but what was written here is still sent', () => {
  const outbox: ChatEvent = { type: 'outbox', data: [written('c1', 5)] }
  const before = after(welcome(), history([said('secret', 1)], { status: 'ongoing' }), outbox)
  expect(idsOf(reduceChat(before, welcome()))).toEqual(['secret'])
  const chat = reduceChat(before, welcome({ visitorId: 'other' }))
  expect([idsOf(chat), chat.status, chat.outbox.length]).toEqual([[], undefined, 1])
})

describe('the state of the chat', () => {
  const ongoing = after(welcome(), history([], { status: 'ongoing', agent: { name: 'Ana' } }))

  test('the position in the queue is shown until somebody answers', () => {
    const queued = after(welcome(), history([], { status: 'queued' }), { type: 'queue', data: { position: 2 } })
    expect(queued.queue?.position).toBe(2)
    expect(reduceChat(queued, { type: 'agent', data: {} }).queue?.position).toBe(2)
    expect(reduceChat(queued, { type: 'agent', data: { name: 'Ana' } })).toMatchObject({
      agent: 'Ana',
      queue: undefined
    })
  })

  test('a visitor who waits again after somebody has answered is told so, until somebody continues', () => {
    const left = reduceChat(ongoing, { type: 'agent', data: {} })
    expect(left).toMatchObject({ status: 'queued', agent: undefined, handedOn: true })
    expect(reduceChat(left, { type: 'agent', data: { name: 'Rui' } })).toMatchObject({ agent: 'Rui', handedOn: false })
  })

  test('a visitor whose agent has lost the connection is told that they are away, until they are back', () => {
    const away = reduceChat(ongoing, { type: 'agent', data: { name: 'Ana', away: true } })
    expect(away).toMatchObject({ agent: 'Ana', away: true })
    expect(reduceChat(away, { type: 'agent', data: { name: 'Ana' } }).away).toBe(false)
    expect(reduceChat(away, { type: 'agent', data: {} })).toMatchObject({ away: false, handedOn: true })
    const shown = after(welcome(), history([], { status: 'pending', agent: { name: 'Ana', away: true } }))
    expect(shown.away).toBe(true)
  })

  test('what is written after the end starts the next conversation, in whichever tab it was written', () => {
    const closed = after(welcome(), history([said('a', 1)], { status: 'ongoing' }), {
      type: 'closed',
      data: { conversationId: 'c', canRate: true }
    })
    expect([isGoingOn(closed), closed.ends, closed.rateable]).toEqual([false, ['a'], 'c'])
    expect(reduceChat(closed, { type: 'rated' }).rateable).toBeUndefined()
    expect(isGoingOn(reduceChat(closed, message(own('b', 'c1', 2))))).toBe(true)
    expect(isGoingOn(reduceChat(closed, { type: 'sent', data: { message: written('c1', 2), id: 'b' } }))).toBe(true)
    // repetitions, and what agents wrote before the end, start nothing
    expect(isGoingOn(reduceChat(closed, message(said('a', 1))))).toBe(false)
    expect(isGoingOn(reduceChat(closed, message(said('late', 1))))).toBe(false)
  })

  test('a visitor who comes while nobody is there knows before they write, and after', () => {
    const alone = after(welcome({ attended: false }), history([]))
    expect(isUnattended(alone)).toBe(true)
    expect(reduceChat(alone, message(own('a', 'c1', 1))).status).toBe('inactive')
    expect(isUnattended(reduceChat(alone, { type: 'agent', data: { name: 'Ana' } }))).toBe(false)
    expect(isUnattended(reduceChat(ongoing, { type: 'unattended' }))).toBe(true)
    expect(isUnattended(ongoing)).toBe(false)
  })
})

test('unread is what agents wrote after what was read last', () => {
  const chat = after(message(said('a', 1)), message(said('b', 2)), message(own('c', 'c1', 3)), message(said('d', 4)))
  expect([unreadOf(chat, undefined), unreadOf(chat, at(1)), unreadOf(chat, at(4))]).toEqual([3, 2, 0])
})

test('a line says whether it starts a day, continues its author’s previous one, and ends a conversation', () => {
  const chat = after(
    message(said('a', 0, { name: 'Ana', at: '2029-12-30T12:00:00Z' })),
    message(said('b', 1, { name: 'Ana' })),
    message(said('c', 2, { name: 'Ana' })),
    message(said('d', 3, { name: 'Rui' })),
    { type: 'closed', data: { conversationId: 'c', canRate: true } },
    message(said('e', 4, { name: 'Rui' }))
  )
  const lines = timelineOf(chat)
  expect(lines.map(({ newDay }) => newDay)).toEqual([true, true, false, false, false])
  expect(lines.map(({ continues }) => continues)).toEqual([false, false, true, false, false])
  expect(lines.map(({ ends }) => ends)).toEqual([false, false, false, true, false])
})

describe('a chosen department', () => {
  const opensAt = at(50)
  const departments = [
    { id: 'sales', name: 'Sales', attended: true },
    { id: 'support', name: 'Support', attended: false, opensAt }
  ]
  const choice = (departmentId: string, after?: string): ChatEvent => {
    return { type: 'choice', data: { departmentId, ...(after !== undefined && { after }) } }
  }
  const closed: ChatEvent = { type: 'closed', data: { conversationId: 'c1', canRate: true } }

  test('says whether somebody answers there, and when, whatever applies to others', () => {
    const chat = after(welcome({ departments }), history([]))
    expect(chosen(chat)).toBeUndefined()
    expect(isUnattended(chat)).toBe(false)
    const support = reduceChat(chat, choice('support'))
    expect([isUnattended(support), attendanceOf(support).opensAt]).toEqual([true, opensAt])
    expect(reduceChat(support, message(own('m', 'c', 1))).status).toBe('inactive')
    expect(reduceChat(reduceChat(chat, choice('sales')), message(own('m', 'c', 1))).status).toBe('queued')
  })

  test('is valid for one conversation: after it they choose again, in all tabs', () => {
    const talking = after(welcome({ departments }), choice('sales'), message(own('m', 'c', 1)))
    expect(chosen(talking)?.id).toBe('sales')
    expect(chosen(reduceChat(talking, closed))).toBeUndefined()
    const again = reduceChat(reduceChat(talking, closed), choice('support', 'c1'))
    expect(chosen(again)?.id).toBe('support')
    // nor is it undone if the connection is lost before the first message
    const ended: ChatEvent = { type: 'history', data: { messages: [], conversation: { id: 'c1', status: 'closed' } } }
    expect(chosen(reduceChat(again, ended))?.id).toBe('support')
  })

  test('is asked for again if it is no longer offered', () => {
    expect(chosen(after(welcome({ departments }), history([]), choice('gone')))).toBeUndefined()
    expect(chosen(after(welcome(), history([]), choice('sales')))).toBeUndefined()
  })
})
