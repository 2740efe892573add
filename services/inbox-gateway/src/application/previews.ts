import type { DataOf, Envelope, previewsChanged, typingSeen } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type AgentRef, createRemoteViewers } from '../domain/remote-viewers.ts'
import { type Room, roomsSeeing } from '../domain/visibility.ts'
import type { NotifyGateways } from '../outbound/notify-gateways.ts'
import type { SendPushes } from '../outbound/push.ts'
import type { Views } from '../outbound/views.ts'
import type { AgentSocket } from './agent-socket.ts'

/** Who is viewing what and who is typing, shown on every gateway to all who may see it; kept only in memory. */
export interface Previews {
  start(socket: AgentSocket, conversationId: string): Promise<Result<{ agents: AgentRef[] }, Rejection>>
  stop(socket: AgentSocket, conversationId: string): Record<string, never>
  stopAll(socket: AgentSocket): void
  type(socket: AgentSocket, conversationId: string, typing: boolean): Promise<Result<object, Rejection>>
  /** Repeats our previews to the other gateways, and forgets those that they have not repeated in time. */
  repeat(): void
  /** What happens on other gateways. */
  elsewhere: {
    previews(envelope: Envelope<DataOf<typeof previewsChanged>>): void
    typing(envelope: Envelope<DataOf<typeof typingSeen>>): void
  }
}

interface Dependencies {
  push: SendPushes
  views: Pick<Views, 'conversation'>
  gateways: NotifyGateways
  gatewayId: string
  /** How often all gateways repeat. */
  repeatMs: number
}

interface RecentView {
  conversationId: string
  rooms: Room[]
  at: number
}

const MAX_AT_ONCE = 20
/** How long typing in a conversation relies on an earlier check that the agent may see it. */
const SEEN_FOR_MS = 30_000

export function createPreviews({ push, views, gateways, gatewayId, repeatMs }: Dependencies): Previews {
  const viewers = new Map<string, Map<AgentSocket, Room[]>>()
  const others = createRemoteViewers()
  const roomsOf = roomsWithin(views)

  const agentsHere = (conversationId: string): AgentRef[] => {
    const sockets = [...(viewers.get(conversationId)?.keys() ?? [])]
    return oncePerAgent(sockets.map(({ data: { user } }) => ({ id: user.id, name: user.name })))
  }
  const agentsAt = (conversationId: string) =>
    oncePerAgent([...agentsHere(conversationId), ...others.at(conversationId)])
  const tellHere = (conversationId: string, rooms: Room[]) =>
    push([{ event: 'preview', rooms, payload: { conversationId, agents: agentsAt(conversationId) } }])
  const tell = (conversationId: string, rooms: Room[]) => {
    tellHere(conversationId, rooms)
    gateways.previews({ conversationId, rooms, agents: agentsHere(conversationId) })
  }
  const stop = (socket: AgentSocket, conversationId: string) => {
    const here = viewers.get(conversationId)
    const rooms = here?.get(socket)
    if (!here || !rooms) return {}
    here.delete(socket)
    if (here.size === 0) viewers.delete(conversationId)
    tell(conversationId, rooms)
    return {}
  }
  const previewsBy = (socket: AgentSocket) => [...viewers].filter(([, here]) => here.has(socket)).map(([id]) => id)
  return {
    async start(socket, conversationId) {
      const rooms = await roomsOf(socket, conversationId)
      if (!rooms.ok) return rooms
      if (previewsBy(socket).length >= MAX_AT_ONCE) return reject('too-many-requests', 'Too many previews at once')
      const here = viewers.get(conversationId) ?? new Map<AgentSocket, Room[]>()
      if (socket.connected) viewers.set(conversationId, here.set(socket, rooms.value))
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
      const said = { conversationId, agent: { id, name }, typing }
      push([{ event: 'typing', rooms: rooms.value, payload: said }], socket.id)
      gateways.typing({ ...said, rooms: rooms.value })
      return ok({})
    },
    repeat() {
      for (const [conversationId, here] of viewers) {
        const [rooms = []] = here.values()
        gateways.previews({ conversationId, rooms, agents: agentsHere(conversationId) })
      }
      for (const { conversationId, rooms } of others.forget(performance.now() - 2.5 * repeatMs))
        tellHere(conversationId, rooms)
    },
    elsewhere: {
      previews({ version, data: { gatewayId: from, conversationId, agents, rooms } }) {
        if (from === gatewayId) return
        const before = idsOf(agentsAt(conversationId))
        others.heard(from, conversationId, { agents, rooms: rooms as Room[], version }, performance.now())
        if (idsOf(agentsAt(conversationId)) !== before) tellHere(conversationId, rooms as Room[])
      },
      typing({ data: { gatewayId: from, rooms, ...said } }) {
        if (from !== gatewayId) push([{ event: 'typing', rooms: rooms as Room[], payload: said }])
      }
    }
  }
}

/** The rooms that may see a conversation, for a socket whose user may see it. */
function roomsWithin(views: Pick<Views, 'conversation'>) {
  const lastSeen = new WeakMap<AgentSocket, RecentView>()
  return async (socket: AgentSocket, conversationId: string): Promise<Result<Room[], Rejection>> => {
    const seen = lastSeen.get(socket)
    if (seen?.conversationId === conversationId && performance.now() - seen.at < SEEN_FOR_MS) return ok(seen.rooms)
    const conversation = await views.conversation(socket.data.user, conversationId)
    if (!conversation.ok) return conversation
    const rooms = roomsSeeing(conversation.value)
    lastSeen.set(socket, { conversationId, rooms, at: performance.now() })
    return ok(rooms)
  }
}

const oncePerAgent = (agents: AgentRef[]) => [...new Map(agents.map(agent => [agent.id, agent])).values()]
const idsOf = (agents: AgentRef[]) =>
  agents
    .map(({ id }) => id)
    .sort()
    .join()
