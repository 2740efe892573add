import type { Operation } from '@inbox/contracts'
import { currentState } from '@inbox/contracts'
import { z } from 'zod'
import { takes } from './catalogue.ts'

/** RFC 9457, as returned by libs/http. */
const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('The kind of problem, for programs'),
  detail: z.string().describe('The problem, for people'),
  issues: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('With 400: where in the request, and what'),
  current: z.unknown().optional().describe('The state because of which the call was refused')
})
const conflict = problem.extend({ current: currentState.optional() })

export const problemSchemas = { Problem: problem, ConflictProblem: conflict }

const answer = (description: string, schema: z.ZodType = problem) => ({
  description,
  content: { 'application/problem+json': { schema } }
})

export const problemAnswers = {
  Malformed: answer('Malformed: `issues` says where'),
  Unauthenticated: answer('No valid token, key or password'),
  Forbidden: answer('Not allowed for this caller'),
  NotFound: answer('Does not exist, or is not visible to this caller'),
  Refused: answer('Refused because of the current state'),
  RefusedByConversation: answer('Refused because of the state of the conversation, which is in `current`', conflict),
  PreconditionFailed: answer('Changed since the version in If-Match'),
  TooLarge: answer('Larger than this call accepts'),
  UnsupportedMediaType: answer('Not application/json'),
  TooManyCalls: answer('Too many requests; `Retry-After` says when to try again'),
  Unavailable: answer('Temporarily unavailable; try again after `Retry-After`')
}

/** What can go wrong with a call, by status. */
export function responsesOf({ owner, method, path, audience, params, query, body }: Operation) {
  const changesConversation = owner === 'queue' && method === 'post' && path.includes('/:id')
  const changesDirectory = owner === 'directory' && takes(body)
  const named = {
    400: (takes(params) || takes(query) || takes(body)) && 'Malformed',
    401: 'Unauthenticated',
    403: !audience.includes('anyone') && 'Forbidden',
    404: takes(params) && 'NotFound',
    409: (changesConversation && 'RefusedByConversation') || (changesDirectory && 'Refused'),
    412: changesDirectory && method === 'put' && 'PreconditionFailed',
    413: takes(body) && 'TooLarge',
    415: takes(body) && 'UnsupportedMediaType',
    429: 'TooManyCalls',
    503: 'Unavailable'
  }
  const present = Object.entries(named).filter(([, name]) => name)
  return Object.fromEntries(present.map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]))
}
