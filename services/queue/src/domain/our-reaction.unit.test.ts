import type { Message } from '@inbox/contracts'
import { describe, expect, it } from '@jest/globals'
import { noon } from '../../test/builders.ts'
import type { DeliveryReport } from './delivery-status.ts'
import { reactedByUs, reactionIdOf, reactionIn, reactionReported } from './our-reaction.ts'

type Reacted = Pick<Message, 'ourReaction'>
const ana = { author: { id: 'ana', name: 'Ana' }, at: noon.toISOString() }
const react = (message: Reacted, emoji?: string) => reactedByUs(message, { ...ana, emoji })
const heard = (message: Reacted, status: DeliveryReport['status'], times = message.ourReaction!.times) =>
  reactionReported(message, times, { status, error: 'why' })

describe('a reaction of ours', () => {
  it('replaces the previous one, whoever of us set it, and is sent each time', () => {
    const liked = react({}, '👍')
    expect(liked.ourReaction).toEqual({ ...ana, emoji: '👍', times: 1, status: 'queued' })
    const loved = reactedByUs(heard(liked, 'sent'), { ...ana, author: { id: 'rui', name: 'Rui' }, emoji: '❤️' })
    expect(loved.ourReaction).toMatchObject({ emoji: '❤️', formerly: '👍', author: { id: 'rui' }, times: 2 })
    expect(react(loved).ourReaction).toEqual({ ...ana, formerly: '❤️', times: 3, status: 'queued' })
  })

  it('repeated, even after another one, or removed where there is none, changes nothing', () => {
    const liked = react({}, '👍')
    expect(react(liked, '👍')).toBe(liked)
    expect(reactedByUs(react(liked, '❤️'), { ...ana, emoji: '👍', seen: 0 }).ourReaction).toMatchObject({ emoji: '❤️' })
    const none = {}
    expect(react(none)).toBe(none)
  })

  it('that did not arrive is sent again when it is set again, and the contact still sees the previous one', () => {
    const failed = heard(react(heard(react({}, '👍'), 'sent'), '❤️'), 'failed')
    expect(failed.ourReaction).toMatchObject({ status: 'failed', error: 'why', formerly: '👍' })
    const again = react(failed, '❤️').ourReaction
    expect(again).toEqual({ ...ana, emoji: '❤️', formerly: '👍', times: 3, status: 'queued' })
  })

  it('ignores reports about one that it replaced', () => {
    const loved = react(react({}, '👍'), '❤️')
    expect(heard(loved, 'failed', 1)).toBe(loved)
    expect(heard(loved, 'sent', 2).ourReaction).toMatchObject({ status: 'sent' })
  })

  it('has a delivery id of its own', () => {
    expect(reactionIn(reactionIdOf('msg_1', 12))).toEqual({ messageId: 'msg_1', times: 12 })
    expect(reactionIn('msg_1')).toBeUndefined()
  })
})
