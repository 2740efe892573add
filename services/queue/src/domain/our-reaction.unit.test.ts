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
  it('takes the place of the one before, whoever of us it was, and leaves anew each time', () => {
    const liked = react({}, '👍')
    expect(liked.ourReaction).toEqual({ ...ana, emoji: '👍', times: 1, status: 'queued' })
    const loved = reactedByUs(heard(liked, 'sent'), { ...ana, author: { id: 'rui', name: 'Rui' }, emoji: '❤️' })
    expect(loved.ourReaction).toMatchObject({ emoji: '❤️', formerly: '👍', author: { id: 'rui' }, times: 2 })
    expect(react(loved).ourReaction).toEqual({ ...ana, formerly: '❤️', times: 3, status: 'queued' })
  })

  it('told twice, also after another one, or taken back where there is none, changes nothing', () => {
    const liked = react({}, '👍')
    expect(react(liked, '👍')).toBe(liked)
    expect(reactedByUs(react(liked, '❤️'), { ...ana, emoji: '👍', seen: 0 }).ourReaction).toMatchObject({ emoji: '❤️' })
    const none = {}
    expect(react(none)).toBe(none)
  })

  it('that did not arrive leaves once more when it is given again, and the contact still sees what stood there before', () => {
    const failed = heard(react(heard(react({}, '👍'), 'sent'), '❤️'), 'failed')
    expect(failed.ourReaction).toMatchObject({ status: 'failed', error: 'why', formerly: '👍' })
    const again = react(failed, '❤️').ourReaction
    expect(again).toEqual({ ...ana, emoji: '❤️', formerly: '👍', times: 3, status: 'queued' })
  })

  it('hears nothing of what became of one that it replaced', () => {
    const loved = react(react({}, '👍'), '❤️')
    expect(heard(loved, 'failed', 1)).toBe(loved)
    expect(heard(loved, 'sent', 2).ourReaction).toMatchObject({ status: 'sent' })
  })

  it('has a name of its own among what leaves', () => {
    expect(reactionIn(reactionIdOf('msg_1', 12))).toEqual({ messageId: 'msg_1', times: 12 })
    expect(reactionIn('msg_1')).toBeUndefined()
  })
})
