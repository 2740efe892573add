import type { Operation, Owner } from '@inbox/contracts'
import { z } from 'zod'
import { createDocument } from 'zod-openapi'
import { namedSchemas, openUnlessStrict, operations, takes } from './catalogue.ts'
import type { CallsDocument } from './documents.ts'
import { GATEWAY, owners, serverOf } from './owners.ts'
import { problemAnswers, problemSchemas, responsesOf } from './problems.ts'
import { reachable, renamed } from './references.ts'

const isOptional = (schema: z.ZodType) => schema._zod.def.type === 'optional'
const isGuarded = ({ owner, method }: Operation) => owner === 'directory' && method === 'put'
const ifMatch = z.object({ 'If-Match': z.string().optional().describe('The version that was read, in double quotes') })
/** An operation's params and query are objects if it takes any. */
const asObject = (schema: z.ZodType) => schema as z.ZodObject
const bytes = { type: 'string', format: 'binary' } as const
const jsonOf = (schema: z.ZodType) => ({ 'application/json': { schema } })

/** At which server it is called: the gateway forwards public calls to their owners, except those of channels. */
const serverNameOf = ({ owner, public: isPublic, audience }: Operation): Owner =>
  isPublic && audience.some(each => each !== 'channel') ? GATEWAY : owner

const staff: readonly string[] = ['agent', 'supervisor', 'admin']
function securityOf({ audience, scope }: Operation, server: Owner) {
  if (audience.includes('anyone')) return []
  const isOfStaff = audience.some(each => staff.includes(each))
  const ofStaff = isOfStaff ? [{ accessToken: [] }, ...(scope === null ? [] : [{ serviceAccount: [scope] }])] : []
  if (audience.includes('channel')) return [...ofStaff, { channelKey: [] }]
  return server === GATEWAY && isOfStaff ? ofStaff : [{ serviceToken: [] }]
}

function describe(operation: Operation) {
  const { id, owner, summary, audience, scope, params, query, body, streamed, answer, status, media } = operation
  const server = serverNameOf(operation)
  return {
    operationId: id,
    tags: [owner],
    summary,
    description: `For: ${audience.join(', ')}.${scope === null ? '' : ` Scope of service accounts: \`${scope}\`.`}`,
    security: securityOf(operation, server),
    servers: [serverOf(server)],
    requestParams: {
      ...(takes(params) && { path: asObject(params) }),
      ...(takes(query) && { query: asObject(query) }),
      ...(isGuarded(operation) && { header: ifMatch })
    },
    ...(takes(body) && { requestBody: { required: !isOptional(body), content: jsonOf(body) } }),
    ...(streamed && { requestBody: { required: true, content: { 'application/octet-stream': { schema: bytes } } } }),
    responses: {
      [status]: { description: 'Done', ...(takes(answer) && { content: { [media]: { schema: answer } } }) },
      ...responsesOf(operation)
    }
  }
}

/** An Express path in OpenAPI's form. */
const pathOf = ({ path }: Operation) => path.replace(/:(\w+)/g, '{$1}')

/**
 * All calls by path. A path and method belong to one call; if an internal service has the same ones as the gateway, the
 * first part of its path becomes part of its server.
 */
function pathsOf() {
  const paths: Record<string, Partial<Record<Operation['method'], ReturnType<typeof describe>>>> = {}
  const publicFirst = [...operations].sort((a, b) => Number(b.public) - Number(a.public))
  for (const operation of publicFirst) {
    const described = describe(operation)
    let path = pathOf(operation)
    if (paths[path]?.[operation.method]) {
      const [, first = ''] = path.split('/')
      described.servers = described.servers.map(server => ({ ...server, url: `${server.url}/${first}` }))
      path = path.slice(first.length + 1)
    }
    if (paths[path]?.[operation.method]) throw new Error(`two calls share ${operation.method} ${path}: ${operation.id}`)
    paths[path] = { ...paths[path], [operation.method]: described }
  }
  return Object.fromEntries(
    Object.keys(paths)
      .sort()
      .map(path => [path, paths[path]!])
  )
}

const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', description }) as const

/** The HTTP calls of all services in one document. */
export function openApi(): CallsDocument {
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Service Inbox',
        version: '1',
        description:
          'JSON over HTTP; instants are ISO 8601, ids opaque strings, errors `application/problem+json` with a `code`, lists ' +
          '`{items, nextCursor}`. Bodies with unknown fields are refused. Every service also answers `GET /livez`, `/readyz` ' +
          'and `/metrics`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' }
      },
      servers: [serverOf(GATEWAY), serverOf('channel-ingest')],
      tags: owners
        .filter(({ name }) => operations.some(({ owner }) => owner === name))
        .map(({ name, purpose }) => ({ name, description: purpose })),
      paths: pathsOf(),
      components: {
        schemas: { ...namedSchemas, ...problemSchemas },
        responses: problemAnswers,
        securitySchemes: {
          accessToken: { ...bearer('Of a signed-in agent, from `login` or `refresh`.'), bearerFormat: 'JWT' },
          serviceAccount: bearer('Token of a service account with the scope, from `createServiceAccount`.'),
          channelKey: bearer('API key of a channel, from `createChannelKey`.'),
          serviceToken: {
            ...bearer('Signed by the calling service, for itself or for a user; 60 s.'),
            bearerFormat: 'JWT'
          }
        }
      }
    },
    { override: openUnlessStrict }
  )
  return tidy(document as unknown as CallsDocument)
}

/** Drops schemas used only by messages, and `Output` from the names of schemas used only in responses. */
function tidy(document: CallsDocument): CallsDocument {
  const { paths, components } = document
  components.schemas = reachable(components.schemas, { paths, responses: components.responses })
  const isTaken = (name: string) => name in components.schemas
  return renamed(document, name => {
    const short = name.replace(/Output$/, '')
    return isTaken(short) ? name : short
  })
}
