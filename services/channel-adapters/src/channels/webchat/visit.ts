import type {
  ChannelAccount,
  getVisitorChat,
  OperationAnswer,
  VisitorClientEvents,
  VisitorServerEvents
} from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { untilDone, within } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Socket } from 'socket.io'
import type { Visits } from '../../store/visits.ts'
import { choicesOf } from './choices.ts'
import type { Inbox } from './inbox.ts'
import { conversationRoom, visitorRoom } from './pushes.ts'
import type { Visitor } from './visitor.ts'
import type { VisitorTokens } from './visitor-token.ts'
import { historyOf } from './visitor-view.ts'

export type ToVisitor = { [Name in keyof VisitorServerEvents]: (payload: VisitorServerEvents[Name]) => void }
export type FromVisitor = { [Name in keyof VisitorClientEvents]: (payload: unknown, acknowledge?: unknown) => void }
export interface SocketData {
  visitor: Visitor
  /** Their address, as stated by trusted proxies. */
  address: string
  /** Whether they have a chat, to which details can be added, and in which it matters when they leave. */
  hasChat: boolean
}
export type VisitorSocket = Socket<FromVisitor, ToVisitor, Record<string, never>, SocketData>

interface Dependencies {
  /** The account of an active web chat. */
  webchat: (channelId: string) => ChannelAccount | undefined
  inbox: Pick<Inbox, 'chatOf'>
  tokens: VisitorTokens
  visits: Pick<Visits, 'came' | 'disconnected'>
  clock: Clock
  /** Aborts when the process stops. */
  stop: AbortSignal
  /** The most bytes of a file that a visitor may send. */
  largestFile: number
  logger: Logger
}

/** The life of a visitor's socket. */
export interface Visit {
  /** Sends them who they are and their chat; if the queue does not answer for a while, they see none until it does. */
  welcome(socket: VisitorSocket): Promise<void>
  /** Sends them their chat as it is now. */
  refresh(socket: VisitorSocket): Promise<void>
  /** The same socket for a visitor of whom more is known, or for another one; resolves with their token. */
  become(socket: VisitorSocket, visitor: Visitor): Promise<{ token: string; visitorId: string }>
  /** From now on it matters when they leave. */
  begin(socket: VisitorSocket): Promise<void>
  /** It was their last connection to this process. */
  end(socket: VisitorSocket): Promise<void>
}

/** How long to wait for the queue: visitors may write even while it is away. */
const CHAT_WITHIN_MS = 2000

export function createVisit({ webchat, inbox, tokens, visits, clock, stop, largestFile, logger }: Dependencies): Visit {
  const ofVisitor = ({ data: { visitor } }: VisitorSocket) => ({ channelId: visitor.channelId, visitorId: visitor.id })
  const onError = (error: unknown) => logger.warn({ err: error }, 'could not store that a visitor came or left')

  const begin = async (socket: VisitorSocket) => {
    if (socket.data.hasChat) return
    socket.data.hasChat = true
    await visits.came(ofVisitor(socket), clock.now()).catch(onError)
  }
  const read = async ({ data: { visitor } }: VisitorSocket, account: ChannelAccount) => {
    const chat = await inbox.chatOf(visitor, account.departmentId, choicesOf(account))
    return chat.ok ? chat.value : undefined
  }
  type Chat = NonNullable<Awaited<ReturnType<typeof read>>>
  const tell = async (socket: VisitorSocket, chat: Chat) => {
    const { conversation } = chat
    if (conversation) await socket.join(conversationRoom(conversation.id))
    if (conversation && conversation.status !== 'closed') await begin(socket)
    socket.emit('history', historyOf(socket.data.visitor.id, chat, clock.now()))
    if (chat.queue) socket.emit('queue', chat.queue)
  }
  const tellLater = (socket: VisitorSocket, account: ChannelAccount) => {
    const late = async () => {
      const chat = socket.connected ? await read(socket, account) : undefined
      if (chat) await tell(socket, chat)
    }
    untilDone(late, { signal: stop }).catch(() => undefined)
  }
  const show = async (socket: VisitorSocket, first: (account: ChannelAccount, chat?: Chat) => Promise<void>) => {
    const account = webchat(socket.data.visitor.channelId)
    if (!account) return void socket.disconnect(true)
    await socket.join(visitorRoom(socket.data.visitor))
    const chat = await within(CHAT_WITHIN_MS, () => read(socket, account)).catch(() => undefined)
    await first(account, chat)
    if (chat) await tell(socket, chat)
    else tellLater(socket, account)
  }
  /** Resolves with the token with which they come back. */
  const welcome = async (socket: VisitorSocket) => {
    const { visitor } = socket.data
    const token = await tokens.sign(visitor)
    await show(socket, async (account, chat) => {
      const who = { token, visitorId: visitor.id, largestFile }
      socket.emit('welcome', { ...who, ...presenceOf(chat), ...lookOf(account, visitor) })
    })
    return token
  }

  return {
    begin,
    welcome: async socket => void (await welcome(socket)),
    refresh: socket => show(socket, async () => undefined),
    async become(socket, visitor) {
      for (const room of socket.rooms) if (room !== socket.id) await socket.leave(room)
      socket.data = { ...socket.data, visitor, hasChat: false }
      return { token: await welcome(socket), visitorId: visitor.id }
    },
    end: async socket => {
      if (socket.data.hasChat) await visits.disconnected(ofVisitor(socket), clock.now()).catch(onError)
    }
  }
}

/** Who is there; as long as the queue has not answered, assume that somebody is. */
function presenceOf(
  chat: Pick<OperationAnswer<typeof getVisitorChat>, 'attended' | 'opensAt' | 'choices'> | undefined
) {
  const { attended = true, opensAt, choices = [] } = chat ?? {}
  return {
    attended,
    ...(opensAt !== undefined && { opensAt }),
    ...(choices.length > 1 && { departments: choices })
  }
}

/** How the chat looks, and what the visitor must still be asked. */
function lookOf({ settings }: ChannelAccount, visitor: Visitor) {
  const { title, greeting, color, askName, askEmail, askPhone, askConsent } = settings
  const agreesTo = typeof askConsent === 'string' && visitor.consentAt === undefined ? askConsent : undefined
  const asks = { name: askName, email: askEmail, phone: askPhone }
  const fields = (['name', 'email', 'phone'] as const).filter(
    field => asks[field] === true && visitor[field] === undefined
  )
  return {
    ask: agreesTo === undefined ? fields : [...fields, 'consent' as const],
    ...(agreesTo !== undefined && { consent: agreesTo }),
    ...(typeof title === 'string' && { title }),
    ...(typeof greeting === 'string' && { greeting }),
    ...(typeof color === 'string' && { color })
  }
}
