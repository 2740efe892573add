import type { Agent } from '@inbox/contracts'
import { eventsOf, type History, type StoredConversation } from './history.ts'
import { mostAtOnce } from './spans.ts'
import { holdersOf, spansOf, type Versions } from './versions.ts'

const agentOfSlot = (slot: string) => slot.slice(0, slot.lastIndexOf('#'))

/** I2: an agent who is offered or serves a conversation holds one slot for it, and nobody else does. */
export const slotsOfTheRight = ({ conversations }: History): string[] =>
  conversations
    .filter(conversation => !holdsRightly(conversation))
    .map(({ _id, status, slots = [] }) => `I2: conversation ${_id} is ${status} and holds [${slots.join()}]`)

function holdsRightly(conversation: StoredConversation): boolean {
  const held = (conversation.slots ?? []).map(agentOfSlot).sort().join()
  const { status, offer } = conversation
  // if the source of a transfer is lost meanwhile, only the target's slot remains
  return held === holdersOf(conversation).sort().join() || (status === 'offered' && held === offer?.agentId)
}

/** I3: no slot is held twice, and nobody holds more than their limit ever allowed. */
export function withinLimits(versions: Versions, { conversations, agents, events, rules }: History): string[] {
  const slots = conversations.flatMap(({ slots = [] }) => slots)
  const twice = slots.filter((slot, index) => slots.indexOf(slot) !== index)
  const load = Map.groupBy(slots, agentOfSlot)
  const spans = Map.groupBy(spansOf(versions, holdersOf, 'certainly', rules.slackMs), ({ of }) => of)
  const changes = eventsOf<{ agent: Agent }>(events, 'directory.agent.changed').map(({ data }) => data.agent)
  return [
    ...twice.map(slot => `I3: slot ${slot} is held twice`),
    ...agents.flatMap(({ _id, limit: now, exceedLimit }) => {
      if (exceedLimit) return []
      const limit = Math.max(now, ...changes.filter(({ id }) => id === _id).map(change => change.limit))
      const holds = load.get(_id)?.length ?? 0
      const most = mostAtOnce(spans.get(_id) ?? [])
      return [
        ...(holds <= limit ? [] : [`I3: agent ${_id} holds ${holds} slots of ${limit}`]),
        ...(most <= limit ? [] : [`I3: agent ${_id} held ${most} conversations at once, of ${limit}`])
      ]
    })
  ]
}
