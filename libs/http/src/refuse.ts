import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { writeAnswer } from './answer.ts'
import type { Problem } from './problem.ts'

export const refuse = (response: ServerResponse, answer: Problem): void =>
  writeAnswer(response, answer.status, headersOf(answer), JSON.stringify(answer))

/** Like `refuse`, where there is no response: for invalid requests and WebSocket upgrades. Ends the connection. */
export function refuseSocket(socket: Socket, answer: Problem): void {
  const body = JSON.stringify(answer)
  const headers = { ...headersOf(answer), 'Content-Length': Buffer.byteLength(body), Connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const head = [`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`, ...lines].join('\r\n')
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy())
}

function headersOf(answer: Problem): Record<string, string> {
  const retryAfter = retryAfterOf(answer)
  return {
    'Content-Type': 'application/problem+json; charset=utf-8',
    ...(answer.status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) })
  }
}

/** In seconds; a refusal that knows them has `current.retryAfterSeconds`. */
function retryAfterOf({ status, current }: Problem): number | undefined {
  if (status === 502 || status === 503) return 1
  return status === 429 ? (current as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds : undefined
}
