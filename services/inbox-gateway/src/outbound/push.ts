import type { ServerEvents } from '@inbox/contracts'
import type { Push } from '../domain/pushes.ts'
import type { Room } from '../domain/visibility.ts'

/** Sends to all sockets in the rooms, but to `except`. */
export type SendPushes = (pushes: readonly Push[], except?: string) => void

/** Socket.IO's side of it. */
interface Sockets {
  to(rooms: Room[]): { except(rooms: string[]): { emit(event: keyof ServerEvents, payload: Push['payload']): unknown } }
}

export const createPush =
  (sockets: Sockets): SendPushes =>
  (pushes, except) => {
    for (const { event, rooms, payload } of pushes)
      sockets
        .to(rooms)
        .except(except === undefined ? [] : [except])
        .emit(event, payload)
  }
