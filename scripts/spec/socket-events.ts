import { clientEvents, type Owner, serverEvents, visitorClientEvents, visitorServerEvents } from '@inbox/contracts'
import type { z } from 'zod'
import { owners } from './owners.ts'

interface SocketOf {
  name: string
  owner: Owner
  /** The Socket.IO namespace. */
  namespace: string
  description: string
  sends: Record<string, z.ZodType>
  takes: Record<string, z.ZodType>
}

/** All Socket.IO connections that others may open. */
const sockets: readonly SocketOf[] = [
  {
    name: 'inbox',
    owner: 'inbox-gateway',
    namespace: '/',
    description:
      'Live updates for agents, supervisors, administrators and service accounts with `conversations:read`. Connect with `auth: {token}`; a refusal ' +
      '(`connect_error`) has `data: {code, detail}`. `snapshot` comes first, and again after every gap; the newest `version` of each conversation counts.',
    sends: serverEvents,
    takes: clientEvents
  },
  {
    name: 'webchat',
    owner: 'channel-adapters',
    namespace: '/webchat',
    description: 'Visitors of a web chat, as used by the page that the widget opens.',
    sends: visitorServerEvents,
    takes: visitorClientEvents
  }
]

export interface SocketEvent {
  id: string
  name: string
  socket: SocketOf
  direction: 'send' | 'receive'
  payload: z.ZodType
}

/** Every event of a socket; `send`: sent by the server. */
export const socketEvents: readonly SocketEvent[] = sockets.flatMap(socket => [
  ...eventsOf(socket, 'send', socket.sends),
  ...eventsOf(socket, 'receive', socket.takes)
])

function eventsOf(socket: SocketOf, direction: SocketEvent['direction'], schemas: Record<string, z.ZodType>) {
  return Object.entries(schemas).map(([name, payload]) => ({
    id: `${socket.name}.${direction}s.${name}`,
    name,
    socket,
    direction,
    payload
  }))
}

/** Descriptions of events whose payload has a name elsewhere. */
const SAID: Record<string, string> = {
  'inbox.sends.conversation': 'A conversation has changed; also sent to those who can no longer see it',
  'inbox.sends.offer': 'A conversation is offered to the agent',
  'inbox.sends.presence': 'Somebody’s presence has changed',
  'inbox.sends.moved': 'What happened to the agent’s work when they were lost or signed out',
  'inbox.sends.queue.position': 'A contact was told their place in the queue'
}

const refTo = (section: string, name: string) => ({ $ref: `#/${section}/${name}` })
const byName = <Item, Made>(items: readonly Item[], name: (item: Item) => string, make: (item: Item) => Made) =>
  Object.fromEntries(items.map(item => [name(item), make(item)]))

/** The sockets' part of the document; `nameOfSchema` returns the name of a payload among its schemas. */
export function socketPart(nameOfSchema: (schema: z.ZodType) => string | undefined) {
  const portOf = (name: Owner) => owners.find(owner => owner.name === name)!.port
  return {
    servers: byName(
      sockets,
      ({ name }) => name,
      ({ owner, description }) => ({
        host: `localhost:${portOf(owner)}`,
        pathname: '/socket.io',
        protocol: 'socket.io',
        protocolVersion: '5',
        description
      })
    ),
    channels: byName(
      sockets,
      ({ name }) => name,
      socket => ({
        address: socket.namespace,
        title: `Socket.IO, namespace ${socket.namespace}`,
        description: socket.description,
        servers: [refTo('servers', socket.name)],
        messages: byName(
          socketEvents.filter(event => event.socket === socket),
          ({ id }) => id,
          ({ id }) => refTo('components/messages', id)
        )
      })
    ),
    operations: byName(
      socketEvents,
      ({ id }) => id,
      ({ id, name, socket, direction }) => ({
        action: direction,
        channel: refTo('channels', socket.name),
        title: `${socket.owner} ${direction === 'send' ? 'tells' : 'is asked'} ${name}`,
        messages: [refTo(`channels/${socket.name}/messages`, id)]
      })
    ),
    messages: byName(
      socketEvents,
      ({ id }) => id,
      ({ id, name, socket, payload }) => ({
        name,
        title: name,
        summary: payload.description ?? SAID[id],
        contentType: 'application/json',
        tags: [{ name: `socket ${socket.name}` }],
        payload: refTo('components/schemas', nameOfSchema(payload)!)
      })
    )
  }
}
