/** A minimal conversation: the rules of its life once more, written independently of the code under test. */
export interface ModelConversation {
  status: 'queued' | 'offered' | 'ongoing' | 'pending' | 'closed'
  owner?: string
  offeredTo?: string
  /** Whether the source of a transfer still holds its slot. */
  sourceHolds?: boolean
  /** Parked until the contact writes (`waiting`), or they have written (`due`). */
  comesBack?: 'waiting' | 'due'
  /** Nothing has happened to it yet, and the bot comes first. */
  botsTurn?: boolean
  /** Whether the contact has written since our side last answered. */
  unanswered?: boolean
}
export interface ModelAgent {
  limit: number
  available: boolean
  present: boolean
  /** Deactivated agents count as gone, and have nothing to come back to. */
  active: boolean
}
/** The department's bot, a program. */
const BOT = 'bit'

export interface Model {
  conversations: Map<string, ModelConversation>
  agents: Map<string, ModelAgent>
  /** Topics that contacts have written about; the others only allow templates. */
  written: Set<string>
}

/** What one agent does, or what happens to them. `parkUntil`: until the contact writes. */
export type OfAgent =
  | 'offer'
  | 'accept'
  | 'decline'
  | 'park'
  | 'parkUntil'
  | 'resume'
  | 'return'
  | 'close'
  | 'cancel'
  | 'send'
  | 'start'

export type ModelCommand =
  | { type: 'post'; contact: string }
  | { type: 'comeBack'; contact: string }
  | { type: 'silence'; contact: string }
  | { type: OfAgent; contact: string; agent: string }
  | { type: 'transfer'; contact: string; agent: string; target: string }
  | { type: 'presence'; agent: string; available: boolean; present: boolean }
  | { type: 'activation'; agent: string; active: boolean }

export const loadOf = ({ conversations }: Model, agent: string): number =>
  [...conversations.values()].filter(
    ({ status, owner, offeredTo, sourceHolds }) =>
      (status === 'ongoing' && owner === agent) ||
      (status === 'offered' && (offeredTo === agent || (owner === agent && sourceHolds)))
  ).length

const isThere = (model: Model, agent: string) => {
  const { present, active } = model.agents.get(agent)!
  return present && active
}
const mayBeOffered = (model: Model, agent: string) => isThere(model, agent) && model.agents.get(agent)!.available
const hasRoom = (model: Model, agent: string) => loadOf(model, agent) < model.agents.get(agent)!.limit

/** Runs the command on the model; returns `ok` or the code of the refusal. */
export function applyToModel(model: Model, command: ModelCommand): string {
  if (command.type === 'presence' || command.type === 'activation') {
    const { type, agent, ...change } = command
    return changeAgent(model, agent, change)
  }
  const conversation = model.conversations.get(command.contact)
  if (command.type === 'start') return start(model, command.contact, command.agent)
  if (command.type === 'post') return post(model, command.contact)
  if (!conversation) return 'none'
  if (command.type === 'comeBack' || command.type === 'silence')
    return command.type === 'comeBack' ? comeBack(model, conversation) : silence(conversation)
  if (command.type === 'transfer') return transfer(model, conversation, command.agent, command.target)
  const outcome = rules[command.type](model, conversation, command.agent)
  if (command.type !== 'send' || outcome !== 'ok') return outcome
  if (!model.written.has(command.contact)) return 'window-expired'
  conversation.unanswered = false
  return 'ok'
}

function post(model: Model, contact: string): string {
  const conversation = model.conversations.get(contact)
  model.written.add(contact)
  if (conversation) conversation.unanswered = true
  if (!conversation || conversation.status === 'closed')
    model.conversations.set(contact, { status: 'queued', botsTurn: mayBeOffered(model, BOT), unanswered: true })
  else if (conversation.status === 'pending' && !isThere(model, conversation.owner!))
    become(conversation, { status: 'queued' })
  else if (conversation.comesBack) conversation.comesBack = 'due'
  return 'ok'
}

/** Checks whether it is due. */
function comeBack(model: Model, conversation: ModelConversation): string {
  const { owner, comesBack } = conversation
  if (comesBack !== 'due') return 'ok'
  const canHaveIt = isThere(model, owner!) && hasRoom(model, owner!)
  return become(conversation, canHaveIt ? { status: 'ongoing', owner: owner! } : { status: 'queued' })
}

/** If its bot has kept the contact waiting too long, people get it. */
const silence = (conversation: ModelConversation): string =>
  conversation.status === 'ongoing' && conversation.owner === BOT && conversation.unanswered
    ? become(conversation, { status: 'queued' })
    : 'ok'

/** An agent writes a template to a contact first. */
function start(model: Model, contact: string, agent: string): string {
  const open = model.conversations.get(contact)
  if (open && open.status !== 'closed') return 'already-open'
  if (!isThere(model, agent)) return 'not-eligible'
  if (!hasRoom(model, agent)) return 'at-capacity'
  model.conversations.set(contact, { status: 'ongoing', owner: agent })
  return 'ok'
}

type Rule = (model: Model, conversation: ModelConversation, agent: string) => string

const rules: Record<Exclude<OfAgent, 'start'>, Rule> = {
  offer(model, conversation, agent) {
    if (conversation.status !== 'queued') return 'illegal-transition'
    if (agent === BOT && !conversation.botsTurn) return 'not-eligible'
    if (!mayBeOffered(model, agent)) return 'not-eligible'
    return hasRoom(model, agent) ? become(conversation, { status: 'offered', offeredTo: agent }) : 'at-capacity'
  },
  accept(model, conversation, agent) {
    const { status, owner, offeredTo } = conversation
    if (status === 'ongoing') return owner === agent ? 'ok' : 'already-taken'
    if (status === 'offered' && offeredTo !== agent) return 'offer-revoked'
    if (status !== 'queued' && status !== 'offered') return 'illegal-transition'
    if (!isThere(model, agent)) return 'not-eligible'
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
  park: (_model, conversation, agent) => park(conversation, { status: 'pending', owner: agent }),
  parkUntil: (_model, conversation, agent) =>
    park(conversation, { status: 'pending', owner: agent, comesBack: 'waiting' }),
  resume(model, conversation, agent) {
    if (conversation.status === 'ongoing' && conversation.owner === agent) return 'ok'
    if (conversation.status !== 'pending') return 'illegal-transition'
    if (conversation.owner !== agent) return 'not-owner'
    if (!isThere(model, agent)) return 'not-eligible'
    return hasRoom(model, agent) ? become(conversation, { status: 'ongoing', owner: agent }) : 'at-capacity'
  },
  return(_model, conversation, agent) {
    if (conversation.status !== 'ongoing' && conversation.status !== 'pending') return 'illegal-transition'
    return conversation.owner === agent ? become(conversation, { status: 'queued' }) : 'not-owner'
  },
  send(_model, { status, owner }, agent) {
    if (owner !== undefined && owner !== agent) return 'not-owner'
    return owner !== undefined && (status === 'ongoing' || status === 'offered') ? 'ok' : 'illegal-transition'
  },
  close(_model, conversation, agent) {
    if (conversation.status === 'closed') return 'ok'
    if (conversation.status === 'queued' || conversation.status === 'offered') return 'illegal-transition'
    return conversation.owner === agent ? become(conversation, { status: 'closed', owner: agent }) : 'not-owner'
  }
}

function park(conversation: ModelConversation, parked: ModelConversation): string {
  if (conversation.owner !== parked.owner) return 'not-owner'
  if (parked.owner === BOT && conversation.status === 'ongoing') return 'forbidden'
  return conversation.status === 'ongoing' || conversation.status === 'pending'
    ? become(conversation, parked)
    : 'illegal-transition'
}

function transfer(model: Model, conversation: ModelConversation, agent: string, target: string): string {
  const { status } = conversation
  if (status !== 'ongoing' && status !== 'pending') return 'illegal-transition'
  if (conversation.owner !== agent) return 'not-owner'
  if (target === agent) return 'unprocessable'
  if (!mayBeOffered(model, target)) return 'not-eligible'
  if (!hasRoom(model, target)) return 'at-capacity'
  return become(conversation, { status: 'offered', offeredTo: target, owner: agent, sourceHolds: status === 'ongoing' })
}

/** Back to the queue or, for a transfer, to its source, if that is a person and still an agent. */
function endOffer(model: Model, conversation: ModelConversation): string {
  const { owner, sourceHolds } = conversation
  if (owner === undefined || owner === BOT || !model.agents.get(owner)!.active)
    return become(conversation, { status: 'queued' })
  const back = isThere(model, owner) && sourceHolds
  return become(conversation, { status: back ? 'ongoing' : 'pending', owner })
}

function changeAgent(model: Model, agent: string, change: Partial<ModelAgent>): string {
  Object.assign(model.agents.get(agent)!, change)
  const { active } = model.agents.get(agent)!
  const there = isThere(model, agent)
  for (const conversation of model.conversations.values()) {
    const { status, owner, offeredTo } = conversation
    if (status === 'offered' && offeredTo === agent && !mayBeOffered(model, agent)) endOffer(model, conversation)
    else if (status === 'offered' && owner === agent && !there) conversation.sourceHolds = false
    else if (
      (status === 'ongoing' || status === 'pending') &&
      owner === agent &&
      (!active || (agent === BOT && !there))
    )
      become(conversation, { status: 'queued' })
    else if (status === 'ongoing' && owner === agent && !there)
      become(conversation, { status: 'pending', owner: agent })
  }
  return 'ok'
}

function become(conversation: ModelConversation, next: ModelConversation): 'ok' {
  for (const field of ['owner', 'offeredTo', 'sourceHolds', 'comesBack', 'botsTurn'] as const)
    delete conversation[field]
  Object.assign(conversation, next)
  return 'ok'
}
