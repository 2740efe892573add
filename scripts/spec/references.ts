import type { CallsDocument } from './documents.ts'

const references = (value: unknown) =>
  [...JSON.stringify(value ?? {}).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!)

/** The `schemas` reachable from `roots`, by name. */
export function reachable<Schema>(schemas: Record<string, Schema>, roots: unknown): Record<string, Schema> {
  const names = new Set<string>()
  const follow = (value: unknown) => {
    for (const name of references(value)) {
      if (names.has(name)) continue
      names.add(name)
      follow(schemas[name])
    }
  }
  follow(roots)
  return Object.fromEntries([...names].sort().map(name => [name, schemas[name]!]))
}

/** `document` with its schemas renamed by `rename`, including references. */
export function renamed(document: CallsDocument, rename: (name: string) => string): CallsDocument {
  const prefix = '#/components/schemas/'
  const text = JSON.stringify(document, (key, value) =>
    key === '$ref' && value.startsWith(prefix) ? prefix + rename(value.slice(prefix.length)) : value
  )
  const result: CallsDocument = JSON.parse(text)
  const { schemas } = result.components
  const names = Object.keys(schemas).map(name => [rename(name), name] as const)
  result.components.schemas = Object.fromEntries(names.sort().map(([to, from]) => [to, schemas[from]!]))
  return result
}
