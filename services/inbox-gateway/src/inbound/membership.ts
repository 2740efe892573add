import { roomsOf } from '../domain/visibility.ts'
import type { InboxSocket } from './socket-server.ts'

/** Which rooms a socket is in, and until when it may stay. */
export interface Membership {
  /** Moves the socket to the rooms its user now belongs in; false if they may no longer stay and it was closed. */
  settle(socket: InboxSocket): boolean
  /** Settles again; true if what the socket sees has changed. */
  resettle(socket: InboxSocket): boolean
  /** Whether the socket has outlived its token by more than the grace. */
  expired(socket: InboxSocket): boolean
}

export function createMembership(graceSeconds: number): Membership {
  const settle = (socket: InboxSocket) => {
    const user = socket.data.identity.user()
    if (!user) {
      socket.disconnect(true)
      return false
    }
    socket.data.user = user
    const rooms = new Set<string>([socket.id, ...roomsOf(user)])
    for (const room of socket.rooms) if (!rooms.has(room)) void socket.leave(room)
    void socket.join([...rooms])
    return true
  }
  return {
    settle,
    resettle(socket) {
      const before = roomNames(socket)
      return settle(socket) && roomNames(socket) !== before
    },
    expired: ({ data: { identity } }) => ((identity.exp ?? Infinity) + graceSeconds) * 1000 < Date.now()
  }
}

const roomNames = ({ rooms }: InboxSocket) => [...rooms].sort().join()
