import type { Satisfaction } from '@inbox/contracts'
import { expect, it, test } from '@jest/globals'
import { after, inStatus, noon } from '../../test/builders.ts'
import { ana, webchat } from '../../test/commands.ts'
import { byAgent, type Conversation } from './conversation.ts'
import { decide } from './decide.ts'
import { unchanged } from './decision.ts'
import { summaryOf } from './summary.ts'

const asks = (change: Partial<Satisfaction> = {}): Satisfaction => ({
  ...{ channels: ['webchat'], language: 'en', questions: {} },
  ...change
})
const A_WEEK = 7 * 86_400_000
const served = (change: object = webchat): Conversation => inStatus.ongoing({ ...change, startedAt: noon })
function closing(conversation: Conversation, satisfaction?: Satisfaction) {
  const asks = satisfaction && { satisfaction }
  const decided = decide({ type: 'close', actor: byAgent(ana), supervises: true, ...asks }, conversation, noon)
  if (!decided.ok || decided.value === unchanged) throw new Error(JSON.stringify(decided))
  return { ratable: summaryOf(decided.value.next).ratable, notice: decided.value.notice }
}

test('web chat visitors who were served may give a rating for a week', () => {
  expect(closing(served())).toEqual({ ratable: { until: after(A_WEEK).toISOString() }, notice: undefined })
})

test('a department asks its own question', () => {
  const questions = { es: '¿Qué tal?' }
  expect(closing(served(), asks({ questions }))).toMatchObject({ ratable: { questions } })
})

it.each<[string, Conversation, Satisfaction | undefined]>([
  ['whose department does not ask', served(), asks({ channels: [] })],
  ['who was never served', inStatus.queued(webchat), undefined],
  ['on a channel where it is not asked', served({}), undefined],
  ['to whom nothing can be sent any more', served({ window: { expiresAt: noon } }), asks({ channels: ['whatsapp'] })],
  ['who has not opened a session window', served({ window: undefined as never }), asks({ channels: ['whatsapp'] })]
])('nobody is asked %s', (_title, conversation, satisfaction) => {
  expect(closing(conversation, satisfaction)).toEqual({ ratable: undefined, notice: undefined })
})

test('elsewhere a message asks them, in the department’s language, and the channel completes it', () => {
  const { ratable, notice } = closing(served({}), asks({ channels: ['whatsapp'], language: 'pt-BR' }))
  expect(ratable).toBeDefined()
  expect(notice).toMatchObject({ id: 'conv.rating', author: { kind: 'system' }, asksRating: true })
  expect(notice?.content).toEqual({ type: 'text', text: 'Como foi o seu atendimento?' })
  const own = asks({ channels: ['whatsapp'], questions: { en: 'Happy?' } })
  expect(closing(served({}), own).notice?.content).toMatchObject({ text: 'Happy?' })
})
