import type { AccessTokenClaims } from '@inbox/contracts'
import type { Access } from '../access.ts'
import { roomsOf } from '../domain/visibility.ts'
import type { InboxSocket } from './socket-server.ts'

/** Which rooms a socket is in, and until when it may stay. */
export interface Membership {
  /** Puts the socket where its user belongs by now; false if they may no longer be here, and it is gone. */
  settle(socket: InboxSocket): boolean
  /** Settles again; true if the socket now sees other things than before. */
  resettle(socket: InboxSocket): boolean
  /** From now on these claims count, and the socket ends with them. */
  holdFor(socket: InboxSocket, claims: AccessTokenClaims): void
  left(socket: InboxSocket): void
}

const LONGEST_TIMEOUT_MS = 2_000_000_000

export function membershipBy(access: Pick<Access, 'userBy'>, graceSeconds: number): Membership {
  const expiries = new WeakMap<InboxSocket, NodeJS.Timeout>()

  const settle = (socket: InboxSocket) => {
    const user = access.userBy(socket.data.claims)
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
    holdFor(socket, claims) {
      socket.data.claims = claims
      clearTimeout(expiries.get(socket))
      const endsInMs = (claims.exp + graceSeconds) * 1000 - Date.now()
      expiries.set(
        socket,
        setTimeout(() => socket.disconnect(true), Math.min(endsInMs, LONGEST_TIMEOUT_MS))
      )
    },
    left: socket => clearTimeout(expiries.get(socket))
  }
}

const roomNames = ({ rooms }: InboxSocket) => [...rooms].sort().join()
