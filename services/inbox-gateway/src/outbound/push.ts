import type { ServerEvents } from '@inbox/contracts'
import type { Push } from '../domain/pushes.ts'
import type { Room } from '../domain/visibility.ts'

/** Sends to all sockets in the rooms except to `except`. */
export type SendPushes = (pushes: readonly Push[], except?: string) => void

/** What is needed of Socket.IO. */
interface Sockets {
  of(namespace: '/'): { adapter: { rooms: ReadonlyMap<string, unknown> } }
  to(rooms: Room[]): { except(rooms: string[]): { emit(event: keyof ServerEvents, payload: Push['payload']): unknown } }
}

export const createPush =
  (sockets: Sockets): SendPushes =>
  (pushes, except) => {
    for (const { event, rooms: all, payload } of pushes) {
      // every gateway hears everything, and serialising what nobody here may see costs as much as sending it
      const rooms = all.filter(room => sockets.of('/').adapter.rooms.has(room))
      if (rooms.length === 0) continue
      sockets
        .to(rooms)
        .except(except === undefined ? [] : [except])
        .emit(event, payload)
    }
  }
