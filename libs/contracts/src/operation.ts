import { z } from 'zod'
import type { Role } from './directory/agent.ts'
import type { Owner } from './message-type.ts'
import type { Scope } from './scope.ts'

const nothing = z.undefined()

/** Who may call: a role of a signed-in user, a channel's key, another service, or anybody. */
export type Audience = 'agent' | 'supervisor' | 'admin' | 'channel' | 'service' | 'anyone'

/** Everybody who signs in. */
export const staff = ['agent', 'supervisor', 'admin'] as const satisfies Audience[]
export const supervision = ['supervisor', 'admin'] as const satisfies Audience[]
export const administration = ['admin'] as const satisfies Audience[]

/** Limits for a body: uncompressed bytes, and values (object members and array elements, at every depth). */
export interface LargestBody {
  bytes: number
  values: number
}

const LARGEST: LargestBody = { bytes: 1024 ** 2, values: 10_000 }
/** Anonymous callers get little attention. */
const LARGEST_OF_ANYONE: LargestBody = { bytes: 4096, values: 100 }

/** One HTTP operation, from which route, validation, authorisation and OpenAPI are derived. */
export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType
> {
  id: string
  owner: Owner
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Express form: `/v1/conversations/:id`. */
  path: string
  audience: readonly Audience[]
  /** The scope that service accounts need for it; null: it is only for people, channels or services. */
  scope: Scope | null
  /** Whether the gateway offers it to browsers and scripts. */
  public: boolean
  params: Params
  query: Query
  body: Body
  largestBody: LargestBody
  /** The body is arbitrary bytes, which are not held in memory: read it from `request`; `body` is then meaningless. */
  streamed: boolean
  answer: Answer
  status: 200 | 201 | 202 | 204 | 302
  /** Idempotent, with the same answer: callers who received no answer may retry. */
  repeatable: boolean
  /** The media type of the answer; anything but JSON is a string or a stream of bytes. */
  media: 'application/json' | 'text/csv' | 'application/octet-stream'
  summary: string
}

type Part = 'params' | 'query' | 'body'
/** A caller's input: the parts that the operation takes, optional where it allows. */
export type OperationInput<Op extends Operation> = {
  [Each in Part as undefined extends z.input<Op[Each]> ? never : Each]: z.input<Op[Each]>
} & {
  [Each in Part as undefined extends z.input<Op[Each]> ? Each : never]?: z.input<Op[Each]>
}
export type OperationBody<Op extends Operation> = z.output<Op['body']>
export type OperationAnswer<Op extends Operation> = z.output<Op['answer']>

/** Operations for people must say whether programs may call them. */
type Callers =
  | { audience: readonly Exclude<Audience, Role>[]; scope?: null }
  | { audience: readonly Audience[]; scope: Scope | null }

type Given<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = Pick<
  Operation,
  'id' | 'owner' | 'method' | 'path' | 'summary'
> &
  Callers & {
    public?: boolean
    params?: P
    query?: Q
    body?: B
    largestBody?: LargestBody
    streamed?: boolean
    answer?: A
    status?: Operation['status']
    repeatable?: boolean
    media?: Operation['media']
  }

/** Declares an operation; omitted parts mean "takes nothing" and "answers nothing in particular". */
export const operation = <
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType = z.ZodUndefined
>(
  given: Given<P, Q, B, A>
): Operation<P, Q, B, A> => ({
  public: false,
  scope: null,
  streamed: false,
  status: 200,
  repeatable: given.method === 'get',
  media: 'application/json',
  largestBody: (given.audience as readonly Audience[]).includes('anyone') ? LARGEST_OF_ANYONE : LARGEST,
  ...given,
  params: given.params ?? (nothing as unknown as P),
  query: given.query ?? (nothing as unknown as Q),
  body: given.body ?? (nothing as unknown as B),
  answer: given.answer ?? (nothing as unknown as A)
})

/** In a URL `..` leads up, encoded or not; doubly encoded, it is the ordinary, unknown name that it should be. */
const placeOf = (value: unknown) =>
  encodeURIComponent(String(value).replace(/^\.{1,2}$/, dots => dots.replaceAll('.', '%2E')))

/** The path of a call: the caller's values fill the operation's own path, and can reach nothing else. */
export const pathOf = ({ path }: Pick<Operation, 'path'>, params: unknown): string =>
  path.replace(/:(\w+)/g, (_, name: string) => placeOf((params as Record<string, unknown>)[name]))
