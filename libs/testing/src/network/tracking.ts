import type { Socket } from 'node:net'

/** Keeps in `sockets` the two ends of each relayed connection while they are open; when one ends, so does its partner. */
export const tracking =
  (sockets: Set<Socket>) =>
  (socket: Socket, partner: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => partner.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      partner.destroy()
    })
  }
