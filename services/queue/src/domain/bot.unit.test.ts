import { describe, expect, it } from '@jest/globals'
import { after, enqueued, inStatus, noon, offerTo, present } from '../../test/builders.ts'
import {
  accept,
  close,
  endOffer,
  expired,
  left,
  makeOffer,
  pick,
  policy,
  send,
  toAgent,
  webchat
} from '../../test/commands.ts'
import { awaitingBot } from './bot.ts'
import { byAgent, bySystem, type Conversation } from './conversation.ts'
import { type Command, decide } from './decide.ts'
import { begin, type Receive } from './decide-receive.ts'
import { unchanged } from './decision.ts'
import { tellOutOfHours } from './out-of-hours.ts'

const bot = { id: 'bot', name: 'Bot', bot: { silentSeconds: 20 } }
const robot = present('bot', bot)
const wrote = { lastMessage: { direction: 'inbound' as const, preview: 'hello', at: noon } }
const turn = inStatus.queued({ ...wrote, botsTurn: true })
const withBot = (change: object = {}): Conversation => {
  const { startedAt, ...ongoing } = inStatus.ongoing({
    ...wrote,
    botDueAt: after(20_000),
    ...change
  }) as Conversation & {
    startedAt: Date
  }
  return { ...ongoing, agent: bot, slots: ['bot#0'] } as Conversation
}

function decided(command: Command, state: Conversation, now = noon) {
  const result = decide(command, state, now)
  if (!result.ok || result.value === unchanged) throw new Error(JSON.stringify(result))
  return result.value
}
const refused = (command: Command, state: Conversation, now = noon) => {
  const result = decide(command, state, now)
  return result.ok ? undefined : result.error.code
}
const toBot = (mode: 'manual' | 'automatic', change = {}): Command =>
  makeOffer({
    agent: robot,
    offer: offerTo('bot', { bot: true }),
    slot: 'bot#0',
    policy: { ...policy, mode },
    ...change
  })
const takenBack = (cause: 'returned' | 'agentLost' | 'botSilent' | 'agentDeactivated', more = {}): Command => ({
  ...{ type: 'returnToQueue', agentId: 'bot', cause, actor: cause === 'returned' ? byAgent(bot) : bySystem },
  ...more
})

describe("the bot's turn", () => {
  const received: Receive = {
    ...{
      message: { ...send.message, direction: 'inbound', author: { kind: 'contact' } },
      contact: { id: 'c', externalId: 'c' }
    },
    ...{
      channel: webchat.channel,
      departmentId: 'sales',
      priority: 0,
      attended: false,
      botsTurn: true,
      ownerPresent: false
    },
    ...{ standardWindowMs: 1, newId: 'new', referenceNumber: 'new' }
  }

  it('T1: comes first in every conversation that begins while the bot is there, even if no person is', () => {
    expect(begin(received, null, noon).next).toMatchObject({ status: 'queued', botsTurn: true })
    expect(begin({ ...received, botsTurn: false }, null, noon).next).toMatchObject({ status: 'inactive' })
    expect(begin({ ...received, attended: true, botsTurn: false }, null, noon).next).not.toHaveProperty('botsTurn')
  })
  it('spares the contact the out-of-hours message, which people may still cause later', () => {
    const closed = { departmentId: 'sales', text: 'Closed', messageId: 'told' }
    expect(tellOutOfHours({ next: turn }, closed, noon).notice).toBeUndefined()
    expect(tellOutOfHours({ next: inStatus.queued() }, closed, noon).notice).toBeDefined()
  })
  it.each(['manual', 'automatic'] as const)('T3: lets the bot be offered it where the department is %s', mode => {
    expect(decided(toBot(mode), turn).next).toMatchObject({ status: 'offered', offer: { agentId: 'bot' } })
    expect(refused(toBot(mode, { policy: { mode, decidedOn: 1, now: 2 } }), turn)).toBe('version-mismatch')
  })
  it('T3: is over once anything else has happened: from then on, a bot is offered nothing', () => {
    expect(refused(toBot('automatic'), inStatus.queued())).toBe('not-eligible')
    expect(refused(toBot('manual'), inStatus.queued())).toBe('version-mismatch')
    for (const command of [toBot('automatic'), makeOffer(), pick(), close(true)])
      expect(decided(command, turn).next).not.toHaveProperty('botsTurn')
  })
  it.each(['declined', 'deadline', 'agentLost'] as const)(
    'T7: leaves it at its old position when the offer ends by %s',
    cause => {
      const offered = decided(toBot('manual'), turn).next
      const { next } = decided(endOffer(cause, 'offer-bot'), offered, after(90_000))
      expect(next).toMatchObject({ status: 'queued', enqueuedAt: enqueued, priority: 0 })
      expect(next).not.toHaveProperty('botsTurn')
    }
  )
})

describe('a bot’s conversation', () => {
  it('I18: is answered by a due date that starts when the contact begins to wait for the bot, and ends with its answer', () => {
    const accepted = decided({ ...accept('bot'), agent: robot } as Command, { ...decided(toBot('manual'), turn).next })
    expect(accepted.next).toMatchObject({ status: 'ongoing', agent: bot, botDueAt: after(20_000) })
    const again = awaitingBot(accepted.next, { ...accepted.next, unread: 2 }, after(5000), true)
    expect(again.botDueAt).toEqual(after(20_000))
    const answered = decided({ ...send, agentId: 'bot' }, accepted.next, after(6000)).next
    expect(answered).not.toHaveProperty('botDueAt')
    expect(awaitingBot(answered, answered, after(7000))).not.toHaveProperty('botDueAt')
    expect(awaitingBot(answered, answered, after(8000), true).botDueAt).toEqual(after(28_000))
  })
  it('I18: T9: goes to people at its old position when the bot is silent, and not a moment earlier', () => {
    expect(refused(takenBack('botSilent'), withBot(), after(19_999))).toBe('illegal-transition')
    const { next, step } = decided(takenBack('botSilent'), withBot(), after(20_000))
    expect(next).toMatchObject({ status: 'queued', enqueuedAt: enqueued, priority: 0, handedOverAt: after(20_000) })
    expect(next).not.toHaveProperty('botDueAt')
    expect(next).not.toHaveProperty('preferredAgentId')
    expect(step).toMatchObject({ rule: 'T9', cause: 'botSilent', previousAgentId: 'bot', bot: true })
    expect(refused(takenBack('botSilent'), withBot({ botDueAt: undefined }), after(20_000))).toBe('illegal-transition')
    expect(refused(takenBack('botSilent'), withBot(expired), after(20_000))).toBe('window-expired')
  })
  it.each(['returned', 'agentLost', 'agentDeactivated'] as const)(
    'T9: goes to people at its old position by %s',
    cause => {
      const { next } = decided(takenBack(cause), withBot())
      expect(next).toMatchObject({ status: 'queued', enqueuedAt: enqueued, priority: 0 })
      expect(next).not.toHaveProperty('preferredAgentId')
    }
  )
  it('T9: is handed over with a note and the bot’s findings, which stay with it', () => {
    const context = [{ label: 'Order', value: '4711' }]
    const { next, step } = decided(takenBack('returned', { note: 'Asks for a refund', context }), withBot())
    expect([next.context, step]).toMatchObject([context, { note: 'Asks for a refund', context }])
    expect(decided(pick(), next).next.context).toEqual(context)
  })
  it('T17: ends when its visitor leaves, while people close theirs themselves', () => {
    expect(decided(left, withBot(webchat)).next).toMatchObject({ status: 'closed', reason: 'visitorLeft' })
    expect(refused(left, inStatus.ongoing(webchat))).toBe('illegal-transition')
  })
  it('T17: ends when its visitor leaves, while people close theirs themselves', () => {
    expect(decided(left, withBot({ ...webchat, lastMessage: undefined })).next).toMatchObject({
      ...{ status: 'closed', reason: 'visitorLeft' }
    })
    expect(refused(left, inStatus.ongoing(webchat))).toBe('illegal-transition')
  })
  it('T8: is never parked', () => {
    expect(refused({ type: 'park', agentId: 'bot', reason: 'parked', actor: byAgent(bot) }, withBot())).toBe(
      'forbidden'
    )
  })
  it('T20: is open to all people if the one it was handed to does not accept it', () => {
    const by = { ...bot, supervises: false }
    const offered = decided({ ...toAgent('rui'), by } as Command, withBot()).next
    const { next } = decided(endOffer('declined', 'offer-rui'), offered)
    expect(next).toMatchObject({
      status: 'queued',
      enqueuedAt: enqueued,
      excludedAgentIds: ['rui'],
      handedOverAt: noon
    })
  })
})

describe('figures', () => {
  it('of people start at the hand-over, and do not include the bot’s work', () => {
    const answered = decided({ ...send, agentId: 'bot', message: { ...send.message, author: byAgent(bot) } }, withBot())
    expect([answered.next.answeredAt, answered.message?.firstResponseMs]).toEqual([undefined, undefined])
    const queued = decided(takenBack('returned'), answered.next, after(60_000)).next
    const picked = decided(pick(), queued, after(90_000))
    expect(picked.step?.waitedMs).toBe(30_000)
    const { message } = decided(send, picked.next, after(95_000))
    expect(message?.firstResponseMs).toBe(35_000)
    const { step } = decided(close(), picked.next, after(100_000))
    expect(step).toMatchObject({ handledMs: 10_000 })
    expect(step?.bot).toBeUndefined()
  })
  it('say what a bot ended alone', () => {
    const { step } = decided(close(false, { actor: byAgent(bot) }), withBot(), after(1000))
    expect(step).toMatchObject({ to: 'closed', bot: true, actor: { bot: true } })
    expect([step?.handledMs, step?.waitedMs]).toEqual([undefined, undefined])
  })
})
