import type { Answer, Connection } from './connection.ts'
import type { Page } from './page.ts'

interface IntroductionOptions {
  connection: Connection
  page: Page
  /** Tells how the visitor can be reached, if that is not known yet. */
  tellDetails: () => Promise<unknown>
  /** Called once the server knows who we are. */
  onDone: () => void
}

/** Tells the server over every connection who the visitor is, before anything is sent in their name. */
export function introductions({ connection: { socket, call }, page, tellDetails, onDone }: IntroductionOptions) {
  /** The connection on which the introduction has begun, and the one on which it is done. */
  let begun: string | undefined
  let done: string | undefined

  async function introduce(): Promise<void> {
    const { id } = socket
    begun = id
    const visitor = page.visitor.get()
    const answer: Answer | undefined = visitor && (await call('identify', visitor))
    if (answer?.error) console.warn(`serviceInbox.identify: ${answer.error.detail}`)
    await tellDetails()
    if (id === undefined || id !== socket.id) return
    done = id
    onDone()
  }
  page.visitor.subscribe(() => void (begun !== undefined && begun === socket.id && introduce()))
  return {
    isDone: () => done !== undefined && done === socket.id,
    /** Call after every welcome; the server sends another one after an introduction. */
    welcomed: () => void (begun !== socket.id && introduce())
  }
}
