import type { Operation } from '@inbox/contracts'
import { Malformed, type Rejection, type Result } from '@inbox/kernel'
import type { z } from 'zod'
import type { Caller } from './caller.ts'
import type { Incoming } from './step.ts'

/** One call of an operation, parsed and authorised. */
export interface Call<Op extends Operation = Operation> {
  params: z.output<Op['params']>
  query: z.output<Op['query']>
  body: z.output<Op['body']>
  caller: Caller
  correlationId: string
  /** The version that `If-Match` names, if any. */
  ifMatch?: number
  request: Incoming
}

interface Beside {
  /** Overrides the operation's own. */
  status?: number
  headers?: Record<string, string | string[]>
}

/** An answer with its own status or headers. */
export class Answered<Answer> {
  readonly answer: Answer
  readonly beside: Beside

  constructor(answer: Answer, beside: Beside) {
    this.answer = answer
    this.beside = beside
  }
}

/** Answers with a different status or with headers (ETag, Set-Cookie …). */
export const answered = <Answer>(answer: Answer, beside: Beside): Answered<Answer> => new Answered(answer, beside)

/** An operation and its handler. */
export interface Route {
  operation: Operation
  handle: (call: Call) => Promise<Result<unknown, Rejection>>
}

/** Binds an operation to its handler: a rejection becomes problem+json, a value becomes the answer. */
export const route = <Op extends Operation>(
  operation: Op,
  handle: (call: Call<Op>) => Promise<Result<z.input<Op['answer']> | Answered<z.input<Op['answer']>>, Rejection>>
): Route => ({ operation, handle: handle as Route['handle'] })

/** Parses one part of a request; throws Malformed with the paths of everything that is wrong. */
export function parsePart<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: 'body' | 'query' | 'path'
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Malformed(
    `The ${part} is not valid for this call`,
    parsed.error.issues.slice(0, MAX_ISSUES).map(({ path, message }) => ({
      path: shortened([part, ...path].join('.')),
      message: shortened(message)
    }))
  )
}

/** Enough to fix a mistake; a body full of mistakes must neither be sent back whole nor fill the log. */
const MAX_ISSUES = 50
const LONGEST = 500

const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
