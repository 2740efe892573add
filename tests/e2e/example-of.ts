import { z } from 'zod'

interface Described {
  type?: string
  const?: unknown
  enum?: unknown[]
  oneOf?: Described[]
  anyOf?: Described[]
  examples?: unknown[]
  properties?: Record<string, Described>
  items?: Described
  format?: string
  pattern?: string
  minLength?: number
  minItems?: number
  minimum?: number
  exclusiveMinimum?: number
}

/** A value that a schema accepts, including optional parts; `named`: members that only certain values suit. */
export const exampleOf = (schema: z.ZodType, named: Record<string, unknown> = {}): unknown =>
  sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Described, named)

const words: Record<string, string> = {
  'date-time': '2026-01-02T03:04:05.000Z',
  date: '2026-01-02',
  email: 'nobody@example.com',
  uri: 'https://example.com/a'
}

/** One for each pattern; the last are browsers' keys, in base64url. */
const patterned = [...['image/png', '09:00', '2026-01-02', 'Europe/Lisbon', '1'], ...['a'.repeat(22), 'a'.repeat(87)]]

function sample(schema: Described, named: Record<string, unknown>): unknown {
  // for values made up by a rule besides the schema
  if (schema.examples) return schema.examples[0]
  const [choice] = schema.oneOf ?? schema.anyOf ?? []
  if (choice) return sample(choice, named)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, part]) => [
          name,
          suits(named[name], part) ? named[name] : sample(part, named)
        ])
      )
    case 'array':
      return schema.items ? Array.from({ length: schema.minItems ?? 1 }, () => sample(schema.items!, named)) : []
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return true
    case 'string':
      return wordOf(schema)
    default:
      return 'anything'
  }
}

/** A word suits only texts: members of other types may have the same name. */
const suits = (given: unknown, { type, oneOf, anyOf }: Described): boolean =>
  given !== undefined && (typeof given !== 'string' || (type ?? (oneOf ?? anyOf)?.[0]?.type) === 'string')

function wordOf({ format, pattern, minLength = 1 }: Described): string {
  const word = words[format ?? ''] ?? 'a'.repeat(minLength)
  if (!pattern || new RegExp(pattern, 'u').test(word)) return word
  return patterned.find(each => new RegExp(pattern, 'u').test(each)) ?? word
}

/** Copies of the example, each with `value` in place of another of its parts. */
export function* mutationsOf(example: unknown, value: unknown): Generator<unknown> {
  if (typeof example !== 'object' || example === null) return
  for (const [name, part] of Object.entries(example)) {
    const put = (changed: unknown) =>
      Array.isArray(example)
        ? example.map((each, index) => (String(index) === name ? changed : each))
        : { ...example, [name]: changed }
    yield put(value)
    for (const deeper of mutationsOf(part, value)) yield put(deeper)
  }
}
