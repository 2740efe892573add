import { hash } from 'node:crypto'
import type { Server as HttpServer } from 'node:http'
import {
  type ChannelAccount,
  type VisitorClientEvents,
  type VisitorServerEvents,
  visitorClientEvents,
  visitorHandshake
} from '@inbox/contracts'
import { type Admission, admitSockets, createSocketAnswers } from '@inbox/http'
import { type Clock, ok, reject } from '@inbox/kernel'
import { untilDone, within } from '@inbox/runtime'
import { gauge, type Logger } from '@inbox/telemetry'
import { Server, type Socket } from 'socket.io'
import type { Visits } from '../../store/visits.ts'
import { isSigned } from './identity.ts'
import type { Inbox } from './inbox.ts'
import { conversationRoom, type VisitorPush, visitorRoom } from './pushes.ts'
import { accountVisitorId, type Visitor } from './visitor.ts'
import type { VisitorTokens } from './visitor-token.ts'
import { historyOf } from './visitor-view.ts'

type ToVisitor = { [Name in keyof VisitorServerEvents]: (payload: VisitorServerEvents[Name]) => void }
type FromVisitor = { [Name in keyof VisitorClientEvents]: (payload: unknown, acknowledge?: unknown) => void }
interface SocketData {
  visitor: Visitor
  /** Whether there is a chat that details can be told to. */
  hasChat: boolean
}
type VisitorSocket = Socket<FromVisitor, ToVisitor, Record<string, never>, SocketData>

interface Dependencies {
  http: HttpServer
  accounts: { get(channelId: string): ChannelAccount | undefined; ready(): boolean }
  inbox: Inbox
  tokens: VisitorTokens
  visits: Pick<Visits, 'came' | 'disconnected'>
  admission: Admission
  clock: Clock
  logger: Logger
}

export interface VisitorSockets extends Disposable {
  /** Tells all sockets in a room; those of a conversation's visitor are told what concerns the conversation from then on. */
  send(push: VisitorPush, conversationId?: string): void
  /** Something may have been missed: everybody gets what they see now. */
  refreshAll(): void
}

const LARGEST_EVENT_BYTES = 100_000
const HANDSHAKE_WITHIN_MS = 10_000
const MOST_PER_SECOND = 10
const MOST_PER_VISITOR = 20
/** Whoever comes may write although the queue is away. */
const CHAT_WITHIN_MS = 2000

const connections = gauge('webchat_sockets', 'Open sockets of visitors')

/**
 * Socket.IO in the namespace /webchat, for visitors of channels that are active. Nothing is kept of them here: after every gap
 * they are shown their chat as the queue has it, and what happens then is pushed.
 */
export function startVisitorSockets({
  http,
  accounts,
  inbox,
  tokens,
  visits,
  admission,
  clock,
  logger
}: Dependencies): VisitorSockets {
  const server = new Server<FromVisitor, ToVisitor, Record<string, never>, SocketData>(http, {
    serveClient: false,
    connectTimeout: HANDSHAKE_WITHIN_MS,
    maxHttpBufferSize: LARGEST_EVENT_BYTES
  })
  admitSockets(server.engine, admission)
  const io = server.of('/webchat')
  const stop = new AbortController()
  const webchat = (channelId: string) => {
    const account = accounts.get(channelId)
    return account?.kind === 'webchat' && account.active ? account : undefined
  }

  io.use(async (socket, next) => {
    const given = visitorHandshake.safeParse(socket.handshake.auth)
    socket.handshake.auth = {}
    if (!given.success) return next(refusal('malformed', 'auth must be {channelId, token?}'))
    const { channelId, token } = given.data
    if (!webchat(channelId))
      return next(
        accounts.ready() ? refusal('not-found', 'There is no such chat') : refusal('unavailable', 'Not ready yet')
      )
    const visitor = await tokens.visitorOf(channelId, token)
    if ((io.adapter.rooms.get(visitorRoom(visitor))?.size ?? 0) >= MOST_PER_VISITOR)
      return next(refusal('too-many-requests', 'Too many connections of this visitor'))
    socket.data = { visitor, hasChat: false }
    next()
  })

  /** Shows a visitor their chat; until the queue answers, at most for a while, they see none. */
  const show = async (socket: VisitorSocket, isNew: boolean) => {
    const { visitor } = socket.data
    const account = webchat(visitor.channelId)
    if (!account) return socket.disconnect(true)
    await socket.join(visitorRoom(visitor))
    const read = async () => {
      const chat = await inbox.chatOf(visitor, account.departmentId)
      return chat.ok ? chat.value : undefined
    }
    const chat = await within(CHAT_WITHIN_MS, read).catch(() => undefined)
    if (isNew) socket.emit('welcome', await welcome(visitor, account, chat?.attended ?? true))
    const tell = async (shown: NonNullable<typeof chat>) => {
      const { conversation, messages } = shown
      if (conversation) await socket.join(conversationRoom(conversation.id))
      if (conversation !== undefined && conversation.status !== 'closed') await hasChat(socket)
      socket.emit('history', historyOf(visitor.id, conversation, messages))
    }
    if (chat) return tell(chat)
    const late = async () => {
      const shown = socket.connected ? await read() : undefined
      if (shown) await tell(shown)
    }
    untilDone(late, { signal: stop.signal }).catch(() => undefined)
  }
  const welcome = async (visitor: Visitor, { settings }: ChannelAccount, attended: boolean) => {
    const { title, greeting, color } = settings
    const ask = (['name', 'email'] as const).filter(
      each => settings[each === 'name' ? 'askName' : 'askEmail'] === true && visitor[each] === undefined
    )
    return {
      ...{ token: await tokens.sign(visitor), visitorId: visitor.id, ask, attended },
      ...(typeof title === 'string' && { title }),
      ...(typeof greeting === 'string' && { greeting }),
      ...(typeof color === 'string' && { color })
    }
  }
  /** From now on it counts when they leave. */
  const hasChat = async (socket: VisitorSocket) => {
    if (socket.data.hasChat) return
    socket.data.hasChat = true
    await visits.came(whoIs(socket), clock.now()).catch(tellLater)
  }
  const disconnected = async (socket: VisitorSocket) => {
    const others = io.adapter.rooms.get(visitorRoom(socket.data.visitor))
    if (socket.data.hasChat && !others) await visits.disconnected(whoIs(socket), clock.now())
  }
  const whoIs = ({ data: { visitor } }: VisitorSocket) => ({ channelId: visitor.channelId, visitorId: visitor.id })
  const tellLater = (error: unknown) => logger.warn({ err: error }, 'who comes and leaves is not stored')

  /** The same socket for somebody of whom more is known, or who is somebody else. */
  const become = async (socket: VisitorSocket, visitor: Visitor) => {
    for (const room of socket.rooms) if (room !== socket.id) await socket.leave(room)
    socket.data = { visitor, hasChat: false }
    await show(socket, true)
    return ok({ token: await tokens.sign(visitor), visitorId: visitor.id })
  }

  const answers = createSocketAnswers<VisitorSocket, typeof visitorClientEvents>({
    schemas: visitorClientEvents,
    handlers: {
      async message(socket, { clientMessageId, content }) {
        if (content.type !== 'text') return reject('not-supported', 'Only text can be sent')
        const sent = await inbox.write(socket.data.visitor, clientMessageId, content, clock.now())
        if (!sent.ok) return sent
        await hasChat(socket)
        return ok({ id: sent.value.id })
      },
      typing: async () => ok({}),
      async read(socket, { messageId }) {
        const marked = await inbox.read(socket.data.visitor, messageId, clock.now())
        return marked.ok ? ok({}) : marked
      },
      async leave(socket) {
        const left = await inbox.leave(socket.data.visitor, clock.now())
        return left.ok ? ok({}) : left
      },
      async details(socket, details) {
        const { visitor } = socket.data
        const known = { ...visitor, ...details }
        const { name, email, phone } = known
        const shown = name ?? email ?? phone
        if (socket.data.hasChat && shown !== undefined) {
          const card = {
            ...({ type: 'contactCard', name: shown } as const),
            ...(phone !== undefined && { phones: [phone] }),
            ...(email !== undefined && { emails: [email] })
          }
          // the same details are the same message, however often they are told
          const told = await inbox.write(
            known,
            hash('sha256', JSON.stringify([name, email, phone])).slice(0, 32),
            card,
            clock.now()
          )
          if (!told.ok) return told
        }
        return become(socket, known)
      },
      async identify(socket, { id, signature, name, email }) {
        const { channelId } = socket.data.visitor
        const key = webchat(channelId)?.settings.identityKey
        if (typeof key !== 'string') return reject('not-supported', 'The channel has no identity key')
        if (!isSigned(id, signature, key)) return reject('unauthenticated', 'The signature is not that of this id')
        return become(socket, { channelId, id: accountVisitorId(id), name, email })
      }
    },
    mostPerSecond: MOST_PER_SECOND,
    logger
  })

  io.on('connection', socket => {
    connections.inc()
    socket.on('disconnect', () => {
      connections.dec()
      void disconnected(socket).catch(tellLater)
    })
    answers(socket)
    void show(socket, true).catch((error: unknown) => logger.error({ err: error }, 'a visitor could not be welcomed'))
  })

  return {
    send({ room, event, payload }, conversationId) {
      io.to(room).emit(event, payload as never)
      if (conversationId !== undefined) io.in(room).socketsJoin(conversationRoom(conversationId))
    },
    refreshAll() {
      for (const socket of io.sockets.values()) void show(socket, false).catch(() => undefined)
    },
    [Symbol.dispose]() {
      stop.abort()
      void server.close()
    }
  }
}

const refusal = (code: string, detail: string) => Object.assign(new Error(code), { data: { code, detail } })
