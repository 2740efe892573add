import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type Room, roomsSeeing } from '../domain/visibility.ts'
import type { Views } from '../outbound/views.ts'
import type { InboxServer, InboxSocket } from './socket-server.ts'

interface AgentRef {
  id: string
  name: string
}

/** Who looks at what, and who is typing: told to all who may see the conversation, kept only in memory. */
export interface Previews {
  start(socket: InboxSocket, conversationId: string): Promise<Result<{ agents: AgentRef[] }, Rejection>>
  stop(socket: InboxSocket, conversationId: string): Record<string, never>
  stopAll(socket: InboxSocket): void
  type(socket: InboxSocket, conversationId: string, typing: boolean): Promise<Result<object, Rejection>>
}

interface Seen {
  conversationId: string
  rooms: Room[]
  at: number
}

const MOST_AT_ONCE = 20
/** How long a proof that the agent may see a conversation is good for telling that they type in it. */
const SEEN_FOR_MS = 30_000

export function previewsOf(io: Pick<InboxServer, 'to'>, views: Pick<Views, 'conversation'>): Previews {
  const lookers = new Map<string, Map<InboxSocket, Room[]>>()
  const lastSeen = new WeakMap<InboxSocket, Seen>()

  const roomsOf = async (socket: InboxSocket, conversationId: string): Promise<Result<Room[], Rejection>> => {
    const seen = lastSeen.get(socket)
    if (seen?.conversationId === conversationId && performance.now() - seen.at < SEEN_FOR_MS) return ok(seen.rooms)
    const conversation = await views.conversation(socket.data.user, conversationId)
    if (!conversation.ok) return conversation
    const rooms = roomsSeeing(conversation.value)
    lastSeen.set(socket, { conversationId, rooms, at: performance.now() })
    return ok(rooms)
  }
  const agentsAt = (conversationId: string): AgentRef[] => {
    const sockets = [...(lookers.get(conversationId)?.keys() ?? [])]
    return [...new Map(sockets.map(({ data: { user } }) => [user.id, { id: user.id, name: user.name }])).values()]
  }
  const tell = (conversationId: string, rooms: Room[]) =>
    io.to(rooms).emit('preview', { conversationId, agents: agentsAt(conversationId) })
  const stop = (socket: InboxSocket, conversationId: string) => {
    const here = lookers.get(conversationId)
    const rooms = here?.get(socket)
    if (!here || !rooms) return {}
    here.delete(socket)
    if (here.size === 0) lookers.delete(conversationId)
    tell(conversationId, rooms)
    return {}
  }
  const previewsBy = (socket: InboxSocket) => [...lookers].filter(([, here]) => here.has(socket)).map(([id]) => id)

  return {
    async start(socket, conversationId) {
      const rooms = await roomsOf(socket, conversationId)
      if (!rooms.ok) return rooms
      if (previewsBy(socket).length >= MOST_AT_ONCE) return reject('too-many-requests', 'Too many previews at once')
      const here = lookers.get(conversationId) ?? new Map<InboxSocket, Room[]>()
      if (socket.connected) lookers.set(conversationId, here.set(socket, rooms.value))
      tell(conversationId, rooms.value)
      return ok({ agents: agentsAt(conversationId) })
    },
    stop,
    stopAll(socket) {
      for (const conversationId of previewsBy(socket)) stop(socket, conversationId)
    },
    async type(socket, conversationId, typing) {
      const rooms = await roomsOf(socket, conversationId)
      if (!rooms.ok) return rooms
      const { id, name } = socket.data.user
      socket.to(rooms.value).emit('typing', { conversationId, agent: { id, name }, typing })
      return ok({})
    }
  }
}
