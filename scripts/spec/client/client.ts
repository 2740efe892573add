import { readFileSync } from 'node:fs'
import { operations } from '../catalogue.ts'
import type { Call, CallsDocument, Content, MessagesDocument, Schema, SocketMessage } from '../documents.ts'
import { reachable } from '../references.ts'
import { typeName, typeOf } from './type-of.ts'

const runtime = readFileSync(new URL('runtime.ts', import.meta.url), 'utf8').replace(/\nexport \{.*\}\n$/s, '')

interface Route {
  path: string
  method: string
  call: Call
}

const jsonOrFirst = (content: Content | undefined) =>
  Object.entries(content ?? {}).map(([type, { schema }]) => ({ type, schema }))[0]
const answerOf = ({ responses }: Call) =>
  jsonOrFirst(Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content)
const bytesOr = (part: { type: string; schema: Schema } | undefined, nothing: string) =>
  !part
    ? nothing
    : part.type === 'application/octet-stream'
      ? 'Blob'
      : part.type === 'application/json'
        ? typeOf(part.schema)
        : 'string'

/** What a caller passes: the parts that the call takes, and which of them are required. */
function inputOf({ parameters = [], requestBody }: Call): string {
  const part = (name: string, place: string) => {
    const own = parameters.filter(each => each.in === place)
    if (own.length === 0) return []
    const fields = own.map(
      each => `${each.name}${each.required ? '' : '?'}: ${typeOf(each.schema)}${each.required ? '' : ' | undefined'}`
    )
    return [`${name}${own.some(({ required }) => required) ? '' : '?'}: { ${fields.join('; ')} }`]
  }
  const parts = [
    ...part('params', 'path'),
    ...part('query', 'query'),
    ...(requestBody
      ? [`body${requestBody.required ? '' : '?'}: ${bytesOr(jsonOrFirst(requestBody.content), 'undefined')}`]
      : []),
    ...(parameters.some(each => each.in === 'header') ? ['ifMatch?: number'] : [])
  ]
  if (parts.length === 0) return ''
  return `input${parts.every(each => /^\w+\?/.test(each)) ? '?' : ''}: { ${parts.join('; ')} }`
}

const repeatables = new Set(operations.filter(({ repeatable }) => repeatable).map(({ id }) => id))
const routeOf = ({ path, method, call }: Route) => ({
  method: method.toUpperCase(),
  path,
  repeatable: repeatables.has(call.operationId),
  body: jsonOrFirst(call.requestBody?.content)?.type ?? 'application/json',
  answer: answerOf(call)?.type ?? 'application/json'
})

/** Calls that service accounts may make. */
const callsOf = ({ paths }: CallsDocument): Route[] =>
  Object.entries(paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, call]) => ({ path, method, call })))
    .filter(({ call }) => call.security.some(each => 'serviceAccount' in each))

const declared = (schemas: Record<string, Schema>, prefix = '') =>
  Object.entries(schemas).map(([name, schema]) => `export type ${typeName(name)} = ${typeOf(schema, prefix)}`)

function socketTypes({ operations: asked, components }: MessagesDocument): string[] {
  const events = Object.entries(asked).flatMap(([id, { action, channel }]) =>
    channel.$ref === '#/channels/inbox' ? [{ action, ...(components.messages[id] as SocketMessage) }] : []
  )
  const listed = (action: 'send' | 'receive', rest: string) =>
    events
      .filter(event => event.action === action)
      .map(
        ({ name, summary, payload }) =>
          `  /** ${summary ?? name} */\n  '${name}': (data: ${typeOf(payload, 'Events.')}${rest}) => void`
      )
  return [
    `export declare namespace Events {\n${declared(reachable(components.schemas, events)).join('\n')}\n}`,
    '/** For socket.io-client: `const socket: Socket<ServerEvents, ClientEvents> = io(url, { auth: { token } })`. */',
    `export interface ServerEvents {\n${listed('send', '').join('\n')}\n}`,
    `export interface ClientEvents {\n${listed('receive', ', answered: (answer: unknown) => void').join('\n')}\n}`
  ]
}

/** A client for programs with a service account, in one TypeScript file without dependencies. */
export function clientSource(http: CallsDocument, messages: MessagesDocument): string {
  const calls = callsOf(http)
  const methods = calls.map(({ call }) => {
    const { operationId, summary } = call
    return `  /** ${summary.replaceAll('*/', '*\\/')} */\n  ${operationId}(${inputOf(call)}): Promise<${bytesOr(answerOf(call), 'void')}>`
  })
  const routes = calls.map(route => `  ${route.call.operationId}: ${JSON.stringify(routeOf(route))}`)
  return [
    '// Service Inbox: a client for programs with a service account. Made from openapi.json and asyncapi.json: do not edit.',
    `export interface InboxClient {\n${methods.join('\n')}\n}`,
    'export const createInboxClient = (options: ClientOptions): InboxClient => clientOf<InboxClient>(ROUTES, options)',
    runtime.trim(),
    `const ROUTES: Record<string, Route> = {\n${routes.join(',\n')}\n}`,
    declared(reachable(http.components.schemas, calls)).join('\n'),
    ...socketTypes(messages),
    ''
  ].join('\n\n')
}
