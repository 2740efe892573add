import type { Conversation } from './conversation.ts'

/** Something a person does once, however often the call is retried: `id` is the call's, `by` the person's. */
export interface PersonAct {
  id: string
  by: string
}

/** More than people do to one conversation while a call whose answer was lost is retried. */
const REMEMBERED = 5

export const isDone = ({ acts = [] }: Pick<Conversation, 'acts'>, { id, by }: PersonAct): boolean =>
  acts.some(each => each.id === id && each.by === by)

/** The conversation, remembering the latest acts. */
export const remembering = (conversation: Conversation, act: PersonAct): Conversation => ({
  ...conversation,
  acts: [...(conversation.acts ?? []), act].slice(-REMEMBERED)
})
