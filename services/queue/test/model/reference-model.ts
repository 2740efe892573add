/** What a conversation is, in the fewest words: the rules of its life once more, written apart from the code under test. */
export interface ModelConversation {
  status: 'queued' | 'offered' | 'ongoing' | 'pending' | 'closed'
  owner?: string
  offeredTo?: string
  /** Whether the source of a transfer still holds its slot. */
  sourceHolds?: boolean
}
export interface ModelAgent {
  limit: number
  available: boolean
  present: boolean
}
export interface Model {
  conversations: Map<string, ModelConversation>
  agents: Map<string, ModelAgent>
}

export type ModelCommand =
  | { type: 'post'; contact: string }
  | {
      type: 'offer' | 'accept' | 'decline' | 'park' | 'resume' | 'return' | 'close' | 'cancel'
      contact: string
      agent: string
    }
  | { type: 'transfer'; contact: string; agent: string; target: string }
  | { type: 'presence'; agent: string; available: boolean; present: boolean }

export const loadOf = ({ conversations }: Model, agent: string): number =>
  [...conversations.values()].filter(
    ({ status, owner, offeredTo, sourceHolds }) =>
      (status === 'ongoing' && owner === agent) ||
      (status === 'offered' && (offeredTo === agent || (owner === agent && sourceHolds)))
  ).length

const hasRoom = (model: Model, agent: string) => loadOf(model, agent) < model.agents.get(agent)!.limit

/** Carries the command out on the model; answers `ok` or the code of the refusal. */
export function applyToModel(model: Model, command: ModelCommand): string {
  if (command.type === 'presence') return changePresence(model, command)
  const conversation = model.conversations.get(command.contact)
  if (command.type === 'post') {
    if (!conversation || conversation.status === 'closed')
      model.conversations.set(command.contact, { status: 'queued' })
    else if (conversation.status === 'pending' && !model.agents.get(conversation.owner!)!.present)
      become(conversation, { status: 'queued' })
    return 'ok'
  }
  if (!conversation) return 'none'
  return command.type === 'transfer'
    ? transfer(model, conversation, command.agent, command.target)
    : rules[command.type](model, conversation, command.agent)
}

type Rule = (model: Model, conversation: ModelConversation, agent: string) => string

const rules: Record<Exclude<ModelCommand['type'], 'presence' | 'post' | 'transfer'>, Rule> = {
  offer(model, conversation, agent) {
    if (conversation.status !== 'queued') return 'illegal-transition'
    const { available, present } = model.agents.get(agent)!
    if (!available || !present) return 'not-eligible'
    return hasRoom(model, agent) ? become(conversation, { status: 'offered', offeredTo: agent }) : 'at-capacity'
  },
  accept(model, conversation, agent) {
    const { status, owner, offeredTo } = conversation
    if (status === 'ongoing') return owner === agent ? 'ok' : 'already-taken'
    if (status === 'offered' && offeredTo !== agent) return 'offer-revoked'
    if (status !== 'queued' && status !== 'offered') return 'illegal-transition'
    if (!model.agents.get(agent)!.present) return 'not-eligible'
    if (status === 'queued' && !hasRoom(model, agent)) return 'at-capacity'
    return become(conversation, { status: 'ongoing', owner: agent })
  },
  decline: (model, conversation, agent) =>
    conversation.status !== 'offered'
      ? 'offer-revoked'
      : conversation.offeredTo !== agent
        ? 'not-owner'
        : endOffer(model, conversation),
  cancel: (model, conversation, agent) =>
    conversation.status !== 'offered'
      ? 'offer-revoked'
      : conversation.owner !== agent
        ? 'not-owner'
        : endOffer(model, conversation),
  park(_model, conversation, agent) {
    if (conversation.owner !== agent) return 'not-owner'
    if (conversation.status === 'pending') return 'ok'
    return conversation.status === 'ongoing'
      ? become(conversation, { status: 'pending', owner: agent })
      : 'illegal-transition'
  },
  resume(model, conversation, agent) {
    if (conversation.status === 'ongoing' && conversation.owner === agent) return 'ok'
    if (conversation.status !== 'pending') return 'illegal-transition'
    if (conversation.owner !== agent) return 'not-owner'
    if (!model.agents.get(agent)!.present) return 'not-eligible'
    return hasRoom(model, agent) ? become(conversation, { status: 'ongoing', owner: agent }) : 'at-capacity'
  },
  return(_model, conversation, agent) {
    if (conversation.status !== 'ongoing' && conversation.status !== 'pending') return 'illegal-transition'
    return conversation.owner === agent ? become(conversation, { status: 'queued' }) : 'not-owner'
  },
  close(_model, conversation, agent) {
    if (conversation.status === 'closed') return 'ok'
    if (conversation.status === 'queued' || conversation.status === 'offered') return 'illegal-transition'
    return conversation.owner === agent ? become(conversation, { status: 'closed', owner: agent }) : 'not-owner'
  }
}

function transfer(model: Model, conversation: ModelConversation, agent: string, target: string): string {
  if (conversation.status !== 'ongoing') return 'illegal-transition'
  if (conversation.owner !== agent) return 'not-owner'
  if (target === agent) return 'unprocessable'
  const { available, present } = model.agents.get(target)!
  if (!available || !present) return 'not-eligible'
  if (!hasRoom(model, target)) return 'at-capacity'
  return become(conversation, { status: 'offered', offeredTo: target, owner: agent, sourceHolds: true })
}

/** Back to the queue, or (a transfer) to its source. */
function endOffer(model: Model, conversation: ModelConversation): string {
  const { owner, sourceHolds } = conversation
  if (owner === undefined) return become(conversation, { status: 'queued' })
  const back = model.agents.get(owner)!.present && sourceHolds
  return become(conversation, { status: back ? 'ongoing' : 'pending', owner })
}

function changePresence(
  model: Model,
  { agent, available, present }: Extract<ModelCommand, { type: 'presence' }>
): string {
  Object.assign(model.agents.get(agent)!, { available, present })
  for (const conversation of model.conversations.values()) {
    const { status, owner, offeredTo } = conversation
    if (status === 'offered' && offeredTo === agent && !(available && present)) endOffer(model, conversation)
    else if (status === 'offered' && owner === agent && !present) conversation.sourceHolds = false
    else if (status === 'ongoing' && owner === agent && !present)
      become(conversation, { status: 'pending', owner: agent })
  }
  return 'ok'
}

function become(conversation: ModelConversation, next: ModelConversation): 'ok' {
  for (const field of ['owner', 'offeredTo', 'sourceHolds'] as const) delete conversation[field]
  Object.assign(conversation, next)
  return 'ok'
}
