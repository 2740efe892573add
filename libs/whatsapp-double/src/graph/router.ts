import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Fields, isObject } from '../checks/rules.ts'
import { errorAnswer, type GraphError, graphError } from '../errors.ts'
import { newTrace } from '../state/world.ts'

const MOST_BYTES = 101 * 1024 * 1024

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BYTES) throw new RangeError('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const text = body === undefined ? '' : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(text)
}

export function answerError(response: ServerResponse, error: GraphError): { status: number; body: unknown } {
  const { status, body } = errorAnswer(error, newTrace())
  response.setHeader('www-authenticate', `OAuth "Facebook Platform" "invalid_request" "${error.code}"`)
  answerJson(response, status, body)
  return { status, body }
}

/** An object; no body at all is an empty one. */
export function parsed(bytes: Buffer): { value: Fields } | { error: GraphError } {
  if (bytes.length === 0) return { value: {} }
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return isObject(value) ? { value } : { error: graphError(100, 'The request body must be an object') }
  } catch {
    return { error: graphError(100, 'The request body is not valid JSON') }
  }
}
