import type { VisitorServerEvents } from '@inbox/contracts'
import { io } from 'socket.io-client'

/**
 * A visitor who acts like the page in the frame: retries what they write until stored, with any process that lets them
 * in.
 */
export interface RoamingVisitor extends Disposable {
  /** Resolves with the id given to the message. */
  write(words: string): Promise<string>
  /** Every text shown to them, each id once, by time as in the frame. */
  shown(): string[]
  /** How often they had to reconnect. */
  moves(): number
}

const ANSWER_MS = 5000
const PAUSE_MS = 300

/** Resolves once the visitor has been let in. `urls`: those of all processes. */
export function startRoaming(urls: readonly string[], channelId: string, first: number): Promise<RoamingVisitor> {
  const known = new Map<string, VisitorServerEvents['message']>()
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
    const show = (message: VisitorServerEvents['message']) => void known.set(message.id, message)
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
  /** Waits for an answer only while the connection lasts. */
  const answerTo = (to: typeof socket, message: object) =>
    new Promise<{ id?: string } | undefined>(resolve => {
      const lost = () => resolve(undefined)
      to.once('disconnect', lost)
      void to
        .timeout(ANSWER_MS)
        .emitWithAck('message', message)
        .catch(() => undefined)
        .then(answer => {
          to.off('disconnect', lost)
          resolve(answer)
        })
    })
  const visitor: RoamingVisitor = {
    shown: () =>
      [...known.values()]
        .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
        .map(({ content }) => (content.type === 'text' ? content.text : content.type)),
    moves: () => moves,
    async write(words) {
      for (;;) {
        const message = { clientMessageId: words.replaceAll(' ', '-'), content: { type: 'text', text: words } }
        const { id } = (socket.connected && (await answerTo(socket, message))) || {}
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
