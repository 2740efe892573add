import { io, type Socket } from 'socket.io-client'

/** Makes a JSON call; throws on anything but 2xx, quoting the response. */
export async function call<Answer>(method: string, url: string, token: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' })
    },
    ...(body !== undefined && { body: JSON.stringify(body) })
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`)
  return (text ? JSON.parse(text) : undefined) as Answer
}

export async function signIn(gateway: string, email: string, password: string): Promise<string> {
  const { accessToken } = await call<{ accessToken: string }>('POST', `${gateway}/v1/auth/login`, '', {
    email,
    password
  })
  return accessToken
}

export async function connectSocket(gateway: string, token: string): Promise<Socket> {
  const socket = io(gateway, { auth: { token }, transports: ['websocket'], forceNew: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('snapshot', () => resolve())
    socket.once('connect_error', reject)
  })
  return socket
}
