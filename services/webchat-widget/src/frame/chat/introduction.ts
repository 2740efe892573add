import type { Answer, Connection } from './connection.ts'
import type { Page } from './page.ts'

interface IntroductionOptions {
  connection: Connection
  page: Page
  /** Tells how the visitor can be reached, if that is not known yet. */
  tellDetails: () => Promise<unknown>
  /** It is known who we are. */
  onDone: () => void
}

/** Says at the other end of every connection who the visitor is, before anything is sent in their name. */
export function introductions({ connection: { socket, call }, page, tellDetails, onDone }: IntroductionOptions) {
  /** The connection to which it is being said, and the one to which it was. */
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
    /** After every welcome: the server welcomes anew whoever has introduced themselves. */
    welcomed: () => void (begun !== socket.id && introduce())
  }
}
