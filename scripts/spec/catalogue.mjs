import * as contracts from '@inbox/contracts'

const exported = Object.entries(contracts)
const isObject = value => typeof value === 'object' && value !== null
const byText = key => (a, b) => (key(a) < key(b) ? -1 : 1)

/** Every HTTP call that the contracts export, by owner as the table has them. */
export const operations = contracts.operations

/** Every event and command, by owner and type. */
export const messageTypes = exported
  .map(([, value]) => value)
  .filter(value => isObject(value) && (value.kind === 'event' || value.kind === 'command') && 'mandatory' in value)
  .sort(byText(({ owner, type }) => `${owner} ${type}`))

export const { envelope, exchangeOf } = contracts

/** Schemas worth a name of their own, by that name: `conversationSummary` → `ConversationSummary`. */
export const namedSchemas = Object.fromEntries(
  exported
    .filter(([, value]) => ['object', 'union', 'enum'].includes(value?._zod?.def.type))
    .map(([name, schema]) => [name[0].toUpperCase() + name.slice(1), schema])
    .sort(byText(([name]) => name))
)

const listed = new Set(operations)
const unlisted = exported.filter(
  ([, value]) => isObject(value) && 'audience' in value && 'path' in value && !listed.has(value)
)
if (unlisted.length > 0) {
  const names = unlisted.map(([name]) => name).join(', ')
  throw new Error(
    `exported but not in libs/contracts/src/operation-table.ts, so nobody serves or forwards it: ${names}`
  )
}

/** Readers ignore fields they do not know; only a strict object refuses them. */
export function openUnlessStrict({ zodSchema, jsonSchema }) {
  const { type, catchall } = zodSchema._zod.def
  if (type === 'object' && !catchall) delete jsonSchema.additionalProperties
}
