import type { DataOf, ratingReceived } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { goesBy } from '../domain/contact.ts'
import type { Loaded } from '../store/conversations.ts'
import type { Execute } from './execute.ts'

export type RateConversation = (
  rating: DataOf<typeof ratingReceived>,
  origin: Origin
) => Promise<Result<unknown, Rejection>>

/** Stores the contact's rating of a conversation; nobody else may rate it. */
export const createRate =
  (execute: Execute): RateConversation =>
  ({ channelId, contactId, conversationId, stars, comment, at }, origin) =>
    execute(
      conversationId,
      async ({ conversation }: Loaded) =>
        goesBy(conversation.contact, channelId, [contactId])
          ? ok({ type: 'rate' as const, rating: { stars, at, ...(comment !== undefined && { comment }) } })
          : reject('not-found', 'The contact has no such conversation'),
      origin
    )
