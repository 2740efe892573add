import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerEvents } from '@inbox/contracts'
import { io } from 'socket.io-client'
import { type Answer, ask } from '../people/ask.ts'

/** Somebody who is signed in for hours, and keeps nothing of what the socket reported. */
export interface Person extends AsyncDisposable {
  readonly id: string
  readonly name: string
  call<Body = unknown>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer<Body>>
  on<Name extends keyof ServerEvents>(event: Name, listener: (payload: ServerEvents[Name]) => void): void
}

const MAX_SIGN_INS = 30
const SIGN_IN_AGAIN_MS = 1000
/** Access tokens last 15 minutes. */
const RENEW_MS = 10 * 60_000

export async function openPerson(gateway: string, user: { email: string; password: string }): Promise<Person> {
  const { email, password } = user
  const asked = () =>
    ask<{ accessToken: string; agent: { id: string; name: string } }>('POST', `${gateway}/v1/auth/login`, {
      body: { email, password }
    })
  const signIn = async () => {
    let answer = await asked()
    // checking passwords is expensive, and a busy machine asks for a retry
    for (let tries = 1; answer.status === 503 && tries < MAX_SIGN_INS; tries++) {
      await sleep(SIGN_IN_AGAIN_MS)
      answer = await asked()
    }
    const { status, body } = answer
    if (status !== 200) throw new Error(`${email} cannot sign in: ${JSON.stringify(body)}`)
    return body
  }
  let { accessToken: token, agent } = await signIn()
  const socket = io(gateway, { auth: tell => tell({ token }), transports: ['websocket'] })
  const renewal = setInterval(
    () =>
      void signIn().then(
        fresh => {
          token = fresh.accessToken
          socket.emit('authenticate', { token }, () => {})
        },
        // the next call or renewal will show it again
        () => {}
      ),
    RENEW_MS
  )
  return {
    id: agent.id,
    name: agent.name,
    call: (method, path, body) => ask(method, `${gateway}${path}`, { token, ...(body && { body }) }),
    on: (event, listener) => void socket.on(event as string, listener),
    async [Symbol.asyncDispose]() {
      clearInterval(renewal)
      socket.disconnect()
    }
  }
}
