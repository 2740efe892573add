import type { Call, Content, Schema } from './documents.ts'

type Schemas = Record<string, Schema>

const FORMATS: Record<string, string> = {
  'date-time': '2030-01-31T12:00:00.000Z',
  date: '2030-01-31',
  uri: 'https://example.com/',
  binary: '…'
}
const NAMED: Record<string, string> = { email: 'maria@example.com' }
/** Deeper than any body that people would write by hand. */
const DEEPEST = 6

/** A value that a schema accepts, with only what is required; `name`: the name of its field. */
export function exampleOf(schema: Schema, schemas: Schemas, name = 'text', depth = 0): unknown {
  const of = (part: Schema, field = name) => exampleOf(part, schemas, field, depth + 1)
  if (depth > DEEPEST) return {}
  if (Array.isArray(schema.examples)) return schema.examples[0]
  if (schema.$ref) return of(schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {})
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first) return of(first)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(part => of(part)))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') {
    const needed = Object.entries(schema.properties ?? {}).filter(([field]) => schema.required?.includes(field))
    return Object.fromEntries(needed.map(([field, part]) => [field, of(part, field)]))
  }
  if (type === 'array') return schema.minItems === undefined ? [] : [of(schema.items ?? {})]
  if (type === 'integer' || type === 'number') return Math.max(Number(schema.minimum ?? 1), 1)
  if (type === 'boolean') return true
  const [, length] = /^\^\[[^\]]+\]\{(\d+)\}/.exec(String(schema.pattern)) ?? []
  if (length !== undefined) return 'A'.repeat(Number(length))
  return NAMED[name] ?? FORMATS[String(schema.format)] ?? (/id$/i.test(name) ? '0197c5a2' : name)
}

/** How to make a call on a command line, with only what is required. */
export function curlOf(path: string, method: string, call: Call, schemas: Schemas): string {
  const { servers, security, parameters = [], requestBody } = call
  const query = new URLSearchParams()
  for (const { in: place, name, required, schema } of parameters)
    if (place === 'query' && required) query.set(name, String(exampleOf(schema, schemas, name)))
  const address = `${servers[0]!.url}${path.replace(/\{(\w+)\}/g, '<$1>')}${query.size > 0 ? `?${query}` : ''}`
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${address}'`,
    ...(security.length > 0 ? [`-H "Authorization: Bearer $TOKEN"`] : []),
    ...(requestBody?.required ? bodyOf(requestBody.content, schemas) : [])
  ].join(' ')
}

function bodyOf(content: Content, schemas: Schemas): string[] {
  const [type, { schema }] = Object.entries(content)[0]!
  const header = `-H 'Content-Type: ${type}'`
  if (type !== 'application/json') return [header, '--data-binary @file']
  return [header, `-d '${JSON.stringify(exampleOf(schema, schemas)).replaceAll("'", "'\\''")}'`]
}
