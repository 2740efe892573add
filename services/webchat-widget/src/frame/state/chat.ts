import type { VisitorMessage, VisitorServerEvents } from '@inbox/contracts'
import type { Outgoing } from './outbox.ts'

type Events = VisitorServerEvents
export type Department = NonNullable<Events['welcome']['departments']>[number]
/** `refused`: the server no longer has this chat. */
export type Connection = 'connecting' | 'connected' | 'interrupted' | 'refused'

/** The chat as this tab knows it. */
export interface Chat {
  connection: Connection
  welcome?: Events['welcome']
  /** Whether the server has sent what exists; whatever comes after that is new. */
  told: boolean
  /** The status of the latest conversation; undefined = there was none. */
  status?: NonNullable<Events['history']['conversation']>['status'] | undefined
  agent?: string | undefined
  /** Whether the agent is currently away. */
  away: boolean
  /** Whether somebody used to answer but no longer does, and nobody else has taken over yet. */
  handedOn: boolean
  queue?: Events['queue'] | undefined
  typing: boolean
  /** By time; those with the same time in the order of arrival. */
  messages: readonly VisitorMessage[]
  outbox: readonly Outgoing[]
  /** Ids of the messages after which a conversation ended. */
  ends: readonly string[]
  /** The ended conversation that the visitor may rate, and the questions for it. */
  rateable?: string | undefined
  questions?: Events['closed']['questions'] | undefined
  /** Whether there are earlier messages than the first. */
  more: boolean
  /** The latest conversation, once it is over. */
  over?: string | undefined
  choice?: Choice | undefined
}

type Asked = { canRate?: boolean | undefined; questions?: Events['closed']['questions'] | undefined }

/** The department that a visitor wants for one conversation: the first `after` the one that had ended then. */
export interface Choice {
  departmentId: string
  after?: string | undefined
}

export const newChat: Chat = {
  connection: 'connecting',
  told: false,
  typing: false,
  away: false,
  handedOn: false,
  messages: [],
  outbox: [],
  ends: [],
  more: false
}

/** Everything that changes a chat: what the server sends, and what happens here. */
export type ChatEvent =
  | {
      [Name in 'welcome' | 'history' | 'message' | 'reaction' | 'queue' | 'agent' | 'typing']: {
        type: Name
        data: Events[Name]
      }
    }['welcome' | 'history' | 'message' | 'reaction' | 'queue' | 'agent' | 'typing']
  | { type: 'closed'; data: Events['closed'] }
  | { type: 'unattended' | 'rated' }
  | { type: 'older'; data: Older }
  | { type: 'choice'; data: Choice | undefined }
  | { type: 'connection'; data: Connection }
  | { type: 'outbox'; data: readonly Outgoing[] }
  | { type: 'sent'; data: { message: Outgoing; id: string } }

/** Earlier messages. `ended`: a conversation ended with the last of them. */
export interface Older {
  messages: readonly VisitorMessage[]
  ended: boolean
  more: boolean
}

export function reduceChat(chat: Chat, event: ChatEvent): Chat {
  switch (event.type) {
    case 'connection':
      return { ...chat, connection: event.data, typing: false }
    case 'welcome':
      return welcomed(chat, event.data)
    case 'history':
      return withHistory(chat, event.data)
    case 'message':
      return withMessage(chat, event.data)
    case 'reaction':
      return { ...chat, messages: chat.messages.map(message => reactedTo(message, event.data)) }
    case 'queue':
      return { ...chat, status: 'queued', agent: undefined, queue: event.data }
    case 'agent':
      return withAgent(chat, event.data)
    case 'typing':
      return { ...chat, typing: event.data.typing }
    case 'closed':
      return ended(chat, event.data.conversationId, event.data)
    case 'rated':
      return { ...chat, rateable: undefined }
    case 'older':
      return withOlder(chat, event.data)
    case 'choice':
      return { ...chat, choice: event.data }
    case 'unattended':
      return { ...chat, ...nobody, status: 'inactive' }
    case 'outbox':
      return { ...chat, outbox: unseen(event.data, chat.messages) }
    case 'sent':
      return sent(chat, event.data.message, event.data.id)
  }
}

/** Hides another visitor's chat, in case the token was no longer valid or somebody else has signed in to the site. */
function welcomed(chat: Chat, welcome: Events['welcome']): Chat {
  const same = !chat.welcome || chat.welcome.visitorId === welcome.visitorId
  return { ...(same ? chat : { ...newChat, outbox: chat.outbox }), connection: 'connected', welcome }
}

function withOlder(chat: Chat, { messages, ended, more }: Older): Chat {
  const last = messages.at(-1)?.id
  const ends = ended && last !== undefined && !chat.ends.includes(last) ? [...chat.ends, last] : chat.ends
  return { ...withMessages(chat, messages), ends, more }
}

function withHistory(chat: Chat, { conversation, messages, more = false }: Events['history']): Chat {
  const first = messages[0]?.id
  // earlier messages loaded before are still there
  const reachesBack = chat.messages.length > 0 && chat.messages[0]!.id !== first
  const known = { ...withMessages(chat, messages), told: true, more: reachesBack ? chat.more : more }
  if (conversation?.status === 'closed') return ended(known, conversation.id, conversation)
  return {
    ...known,
    status: conversation?.status,
    agent: conversation?.agent?.name,
    away: conversation?.agent?.away === true,
    handedOn: known.handedOn && conversation?.status === 'queued',
    queue: conversation?.status === 'queued' ? known.queue : undefined
  }
}

function withAgent(chat: Chat, { name, away = false }: Events['agent']): Chat {
  if (name !== undefined)
    return { ...chat, ...nobody, status: 'ongoing', agent: name, away, typing: chat.typing && !away }
  if (chat.agent === undefined) return chat
  return { ...chat, ...nobody, status: 'queued', handedOn: true }
}

const nobody = { agent: undefined, away: false, queue: undefined, handedOn: false, typing: false } as const

function ended(chat: Chat, over: string, { canRate, questions }: Asked): Chat {
  const last = chat.messages.at(-1)?.id
  const ends = last === undefined || chat.ends.includes(last) ? chat.ends : [...chat.ends, last]
  return { ...chat, ...nobody, status: 'closed', ends, over, rateable: canRate ? over : undefined, questions }
}

/** Until the message comes back from the server, it is the last one. */
function sent(chat: Chat, { clientMessageId, content, at }: Outgoing, id: string): Chat {
  if (isKnown(chat, { id, clientMessageId })) return chat
  const last = Date.parse(chat.messages.at(-1)?.at ?? '') || 0
  const written = new Date(Math.max(at, last)).toISOString()
  return withMessage(chat, { id, from: 'visitor', clientMessageId, content, at: written })
}

/** A visitor's message after the end, in this tab or another, starts the next conversation. */
function withMessage(chat: Chat, message: VisitorMessage): Chat {
  const next = withMessages(chat, [message])
  if (message.from === 'agent') return { ...next, typing: false }
  const begins = message.from === 'visitor' && !isGoingOn(chat) && !isKnown(chat, message)
  return begins ? { ...next, status: attendanceOf(chat).attended ? 'queued' : 'inactive' } : next
}

const isKnown = ({ messages }: Chat, named: Named) => messages.some(message => isSame(message, named))

function withMessages(chat: Chat, incoming: readonly VisitorMessage[]): Chat {
  const messages = merged(chat.messages, incoming)
  return { ...chat, messages, outbox: unseen(chat.outbox, messages) }
}

const reactedTo = (message: VisitorMessage, { messageId, emoji: reaction }: Events['reaction']): VisitorMessage =>
  message.id === messageId ? { ...message, reaction } : message

interface Named {
  id: string
  clientMessageId?: string | undefined
}
const isSame = (one: Named, other: Named) =>
  one.id === other.id || (one.clientMessageId !== undefined && one.clientMessageId === other.clientMessageId)

/** Both lists without duplicates, by time; an incoming message replaces the known one. */
export function merged(known: readonly VisitorMessage[], incoming: readonly VisitorMessage[]): VisitorMessage[] {
  const all = [...known]
  for (const message of incoming) {
    const at = all.findIndex(each => isSame(each, message))
    if (at < 0) all.push(message)
    else all[at] = message
  }
  return all.sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
}

const unseen = (outbox: readonly Outgoing[], messages: readonly VisitorMessage[]): readonly Outgoing[] =>
  outbox.filter(({ clientMessageId }) => messages.every(message => message.clientMessageId !== clientMessageId))

/** Whether somebody is answering what was written, or still may. */
export const isGoingOn = ({ status }: Chat): boolean => status !== undefined && status !== 'closed'

/** Whether what is written now will be answered later, elsewhere. */
export const isUnattended = (chat: Chat): boolean =>
  chat.status === 'inactive' ||
  (!attendanceOf(chat).attended && chat.agent === undefined && (chat.status ?? 'closed') === 'closed')

/** The chosen department, if there is a choice and the visitor has made it. */
export function chosen({ welcome, choice, over }: Chat): Department | undefined {
  return choice?.after === over ? welcome?.departments?.find(({ id }) => id === choice?.departmentId) : undefined
}

/** Whether somebody could answer now, and when somebody can. */
export const attendanceOf = (chat: Chat): Pick<Department, 'attended' | 'opensAt'> =>
  chosen(chat) ?? chat.welcome ?? { attended: true }

/** How many messages of agents came after the last one read. */
export const unreadOf = ({ messages }: Pick<Chat, 'messages'>, readUpTo: string | undefined): number =>
  messages.filter(({ from, at }) => from === 'agent' && Date.parse(at) > (Date.parse(readUpTo ?? '') || 0)).length
