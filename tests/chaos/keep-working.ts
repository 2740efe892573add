import { setTimeout as sleep } from 'node:timers/promises'
import type { ConversationSummary, Message } from '@inbox/contracts'
import type { Agent, Answer } from '@inbox/simulators'

/** What an agent has done. */
export interface Work {
  /** Ids of the answers that were accepted. */
  answers: Set<string>
}

const PAUSE_MS = 50

/** Until `end` the agent accepts every offer, answers once and closes, and tolerates it when something is down. */
export function keepWorking(agent: Agent, end: AbortSignal): Work {
  const answers = new Set<string>()
  const inHand = new Set<string>()
  const isMine = ({ status, agent: owner, offer }: ConversationSummary) =>
    (status === 'offered' && offer?.agentId === agent.id) || (status === 'ongoing' && owner?.id === agent.id)

  const serve = async (id: string) => {
    const path = `/v1/conversations/${id}`
    while (!end.aborted) {
      const { body: now } = await patiently(() => agent.get<ConversationSummary>(path))
      if (!isMine(now)) return
      if (now.status === 'offered') await patiently(() => agent.post(`${path}/accept`, { offerId: now.offer!.id }))
      else {
        const reply = { clientMessageId: `${id}-1`, content: { type: 'text', text: 'Here you are' } }
        const { status, body } = await patiently(() => agent.post<Message>(`${path}/messages`, reply))
        if (status === 202) answers.add(body.id)
        await patiently(() => agent.post(`${path}/close`, {}))
      }
    }
  }
  const look = () => {
    for (const conversation of agent.conversations.values()) {
      if (inHand.has(conversation.id) || !isMine(conversation)) continue
      inHand.add(conversation.id)
      void serve(conversation.id)
        .catch(error => {
          if (!end.aborted) throw error
        })
        .finally(() => inHand.delete(conversation.id))
    }
  }
  /** Retries a call until somebody can answer it. */
  const patiently = async <Body>(call: () => Promise<Answer<Body>>): Promise<Answer<Body>> => {
    for (;;) {
      const answer = await call().catch(() => undefined)
      if (answer && answer.status < 500 && answer.status !== 429) return answer
      await sleep(PAUSE_MS, undefined, { signal: end })
    }
  }
  agent.onHeard(look)
  look()
  return { answers }
}
