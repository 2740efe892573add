import type { VisitorServerEvents } from '@inbox/contracts'
import { io } from 'socket.io-client'

/** A visitor as the page in the frame is one: what they write is sent until it is held, to whichever process lets them in. */
export interface RoamingVisitor extends Disposable {
  /** Resolves with the id that the message got. */
  write(words: string): Promise<string>
  /** Every text that they were shown, by its id, and how often each id came with another text. */
  shown: ReadonlyMap<string, string>
  /** How often they had to connect anew. */
  moves(): number
}

const ANSWER_MS = 5000
const PAUSE_MS = 300

/** Resolves once they were let in. `urls`: of all processes. */
export function startRoaming(urls: readonly string[], channelId: string, first: number): Promise<RoamingVisitor> {
  const shown = new Map<string, string>()
  let token: string | undefined
  let moves = -1
  let over = false
  let socket = open(urls[first % urls.length]!)
  const { promise, resolve } = Promise.withResolvers<RoamingVisitor>()

  function open(url: string) {
    moves += 1
    const next = io(`${url}/webchat`, {
      ...{ auth: { channelId, token }, forceNew: true, reconnection: false, transports: ['websocket'] }
    })
    const show = ({ id, content }: VisitorServerEvents['message']) =>
      void shown.set(id, content.type === 'text' ? content.text : content.type)
    const lost = () => void setTimeout(() => over || follow(), PAUSE_MS * (0.5 + Math.random()))
    next.on('welcome', (welcome: VisitorServerEvents['welcome']) => {
      token = welcome.token
      resolve(visitor)
    })
    next.on('history', ({ messages }: VisitorServerEvents['history']) => messages.forEach(show))
    next.on('message', show)
    next.on('disconnect', lost)
    next.on('connect_error', lost)
    return next
  }
  function follow(): void {
    socket = open(urls[(first + moves + 1) % urls.length]!)
  }
  const visitor: RoamingVisitor = {
    shown,
    moves: () => moves,
    async write(words) {
      for (;;) {
        const message = { clientMessageId: words.replaceAll(' ', '-'), content: { type: 'text', text: words } }
        const sent = socket.connected && socket.timeout(ANSWER_MS).emitWithAck('message', message)
        const { id } = (await Promise.resolve(sent).catch(() => undefined)) || {}
        if (id) return id
        await new Promise(done => setTimeout(done, PAUSE_MS))
      }
    },
    [Symbol.dispose]() {
      over = true
      socket.disconnect()
    }
  }
  return promise
}
