import type { Server as HttpServer } from 'node:http'
import { type ChannelAccount, visitorHandshake } from '@inbox/contracts'
import { type Admission, addressOfSocket, admitSockets } from '@inbox/http'
import type { Clock } from '@inbox/kernel'
import { gauge, type Logger } from '@inbox/telemetry'
import { Server } from 'socket.io'
import type { Visits } from '../../store/visits.ts'
import { activeWebchat } from './active-webchat.ts'
import type { VisitorFiles } from './files.ts'
import type { Inbox } from './inbox.ts'
import type { VisitorLimits } from './limits.ts'
import { conversationRoom, type VisitorPush, visitorRoom } from './pushes.ts'
import { createVisit, type FromVisitor, type SocketData, type ToVisitor } from './visit.ts'
import { visitorAnswers } from './visitor-answers.ts'
import type { VisitorTokens } from './visitor-token.ts'

interface Dependencies {
  http: HttpServer
  accounts: { get(channelId: string): ChannelAccount | undefined; ready(): boolean }
  inbox: Inbox
  tokens: VisitorTokens
  visits: Pick<Visits, 'came' | 'disconnected'>
  admission: Admission
  limits: Pick<VisitorLimits, 'mayWrite'>
  files: Pick<VisitorFiles, 'contentOf'>
  largestFile: number
  clock: Clock
  logger: Logger
}

export interface VisitorSockets extends Disposable {
  /** Sends to a room; from then on a conversation's visitor also gets what only names the conversation. */
  send(push: VisitorPush, conversationId?: string): void
  /** Something may have been missed: sends everybody their current view. */
  refreshAll(): void
}

type VisitorServer = Server<FromVisitor, ToVisitor, Record<string, never>, SocketData>
type Middleware = Parameters<ReturnType<VisitorServer['of']>['use']>[0]

const LARGEST_EVENT_BYTES = 100_000
const HANDSHAKE_WITHIN_MS = 10_000
const MAX_PER_VISITOR = 20

const connections = gauge('webchat_sockets', 'Open sockets of visitors')

/**
 * Socket.IO in the namespace /webchat, for visitors of active channels. No state of theirs is kept here: after every
 * gap they are sent their chat as the queue has it, and changes from then on.
 */
export function startVisitorSockets({ http, admission, ...dependencies }: Dependencies): VisitorSockets {
  const { accounts, inbox, limits, files, clock, logger, tokens } = dependencies
  const server: VisitorServer = new Server(http, {
    serveClient: false,
    connectTimeout: HANDSHAKE_WITHIN_MS,
    maxHttpBufferSize: LARGEST_EVENT_BYTES
  })
  admitSockets(server.engine, admission)
  const io = server.of('/webchat')
  const stop = new AbortController()
  const webchat = (channelId: string) => activeWebchat(accounts, channelId)
  const openOf = (visitor: SocketData['visitor']) => io.adapter.rooms.get(visitorRoom(visitor))?.size ?? 0
  io.use(letIn({ accounts, webchat, tokens, openOf }))

  const visit = createVisit({ ...dependencies, webchat, stop: stop.signal })
  const answers = visitorAnswers({ webchat, inbox, visit, limits, files, clock, logger })
  io.on('connection', socket => {
    connections.inc()
    socket.on('disconnect', () => {
      connections.dec()
      if (openOf(socket.data.visitor) === 0) void visit.end(socket)
    })
    answers(socket)
    visit.welcome(socket).catch((error: unknown) => logger.error({ err: error }, 'could not welcome a visitor'))
  })

  return {
    send({ room, event, payload }, conversationId) {
      io.to(room).emit(event, payload as never)
      if (conversationId !== undefined) io.in(room).socketsJoin(conversationRoom(conversationId))
    },
    refreshAll() {
      for (const socket of io.sockets.values()) void visit.refresh(socket).catch(() => undefined)
    },
    [Symbol.dispose]() {
      stop.abort()
      void server.close()
    }
  }
}

interface Admitting extends Pick<Dependencies, 'accounts' | 'tokens'> {
  webchat: (channelId: string) => ChannelAccount | undefined
  /** How many sockets a visitor has open in this process. */
  openOf: (visitor: SocketData['visitor']) => number
}

/** Admits visitors to existing chats, as the same visitor as before if they bring a token of that chat. */
const letIn =
  ({ accounts, webchat, tokens, openOf }: Admitting): Middleware =>
  async (socket, next) => {
    const given = visitorHandshake.safeParse(socket.handshake.auth)
    socket.handshake.auth = {}
    if (!given.success) return next(refusal('malformed', 'auth must be {channelId, token?}'))
    const { channelId, token } = given.data
    if (!webchat(channelId))
      return next(accounts.ready() ? refusal('not-found', 'No such web chat') : refusal('unavailable', 'Not ready yet'))
    const visitor = await tokens.visitorOf(channelId, token)
    if (openOf(visitor) >= MAX_PER_VISITOR)
      return next(refusal('too-many-requests', 'Too many connections from this visitor'))
    socket.data = { visitor, address: addressOfSocket(socket), hasChat: false }
    next()
  }

const refusal = (code: string, detail: string) => Object.assign(new Error(code), { data: { code, detail } })
