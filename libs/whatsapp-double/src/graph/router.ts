import type { ServerResponse } from 'node:http'
import { answerJson } from '@inbox/double-pages'
import { type Fields, isObject } from '../checks/rules.ts'
import { errorAnswer, type GraphError, graphError } from '../errors.ts'
import { newTrace } from '../state/world.ts'

/** The limit for a file, plus a little. */
export const MAX_BYTES = 101 * 1024 * 1024

export function answerError(response: ServerResponse, error: GraphError): { status: number; body: unknown } {
  const { status, body } = errorAnswer(error, newTrace())
  response.setHeader('www-authenticate', `OAuth "Facebook Platform" "invalid_request" "${error.code}"`)
  answerJson(response, status, body)
  return { status, body }
}

/** Parses an object; no body counts as an empty one. */
export function parsed(bytes: Buffer): { value: Fields } | { error: GraphError } {
  if (bytes.length === 0) return { value: {} }
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return isObject(value) ? { value } : { error: graphError(100, 'The request body must be an object') }
  } catch {
    return { error: graphError(100, 'The request body is not valid JSON') }
  }
}
