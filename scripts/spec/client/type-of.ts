import type { Schema } from '../documents.ts'

/** A schema's name in a form valid in TypeScript: `directory.agent.changed` → `DirectoryAgentChanged`. */
export const typeName = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

const key = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name))
const told = (text: string | undefined) => (text ? `/** ${text.replaceAll('*/', '*\\/')} */ ` : '')

/** A JSON Schema as a TypeScript type; `prefix` goes before the names of other schemas. */
export function typeOf(schema: Schema, prefix = ''): string {
  const of = (part: Schema) => typeOf(part, prefix)
  if (schema.$ref) return prefix + typeName(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1))
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map(value => JSON.stringify(value)))
  const several = schema.anyOf ?? schema.oneOf
  if (several) return union(several.map(of))
  if (schema.allOf) return schema.allOf.map(part => `(${of(part)})`).join(' & ')
  const types = [schema.type ?? []].flat()
  return types.length === 0 ? 'unknown' : union(types.map(type => typeNamed(type, schema, of)))
}

const union = (types: readonly string[]) => (types.length === 1 ? types[0]! : `(${[...new Set(types)].join(' | ')})`)

function typeNamed(type: string, schema: Schema, of: (part: Schema) => string): string {
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'array') {
    const tuple = (schema.prefixItems ?? (Array.isArray(schema.items) ? schema.items : undefined)) as
      | Schema[]
      | undefined
    return tuple ? `[${tuple.map(of).join(', ')}]` : `${of(schema.items ?? {})}[]`
  }
  if (type !== 'object') return type
  if (schema.properties) return objectOf(schema.properties, schema.required ?? [], of)
  const { additionalProperties: rest } = schema
  return `{ [name: string]: ${typeof rest === 'object' ? of(rest) : 'unknown'} }`
}

function objectOf(
  properties: Record<string, Schema>,
  required: readonly string[],
  of: (part: Schema) => string
): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?'
    return `${told(schema.description)}${key(name)}${mark}: ${of(schema)}${mark && ' | undefined'}`
  })
  return fields.length > 0 ? `{ ${fields.join('; ')} }` : '{}'
}
