import type { Conversation } from './conversation.ts'

/** Something that somebody does once, however often their call is made: `id` is the call's, `by` whose it is. */
export interface PersonAct {
  id: string
  by: string
}

/** More than people do to one conversation while a call that nobody heard an answer to is made again. */
const REMEMBERED = 5

export const isDone = ({ acts = [] }: Pick<Conversation, 'acts'>, { id, by }: PersonAct): boolean =>
  acts.some(each => each.id === id && each.by === by)

/** The conversation that remembers what was done last. */
export const remembering = (conversation: Conversation, act: PersonAct): Conversation => ({
  ...conversation,
  acts: [...(conversation.acts ?? []), act].slice(-REMEMBERED)
})
