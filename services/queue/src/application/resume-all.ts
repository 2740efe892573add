import type { Origin } from '@inbox/messaging'
import type { Reader } from '../domain/access.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Act } from './act.ts'
import { resume } from './actions/resume.ts'

export type ResumeAll = (
  reader: Reader,
  origin: Origin
) => Promise<{ resumed: Conversation[]; refused: { id: string; code: string }[] }>

/** Resumes what an agent lost when they were gone, oldest first, one by one, as far as their limit allows. */
export function createResumeAll(act: Act, conversations: Pick<Conversations, 'ofAgent'>): ResumeAll {
  return async ({ agent, ...reader }, origin) => {
    const parked = (await conversations.ofAgent(reader.id, ['pending'])).filter(
      conversation => conversation.status === 'pending' && conversation.reason === 'agentLost'
    )
    const resumed: Conversation[] = []
    const refused: { id: string; code: string }[] = []
    for (const { id } of parked.reverse()) {
      const done = await act(resume, id, { reader, input: undefined }, origin)
      if (done.ok) resumed.push(done.value.conversation)
      else refused.push({ id, code: done.error.code })
    }
    return { resumed, refused }
  }
}
