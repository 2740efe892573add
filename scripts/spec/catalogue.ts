import type { MessageType, Operation } from '@inbox/contracts'
import * as contracts from '@inbox/contracts'
import type { z } from 'zod'

const exported: [string, unknown][] = Object.entries(contracts)
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const byText =
  <Item>(key: (item: Item) => string) =>
  (a: Item, b: Item) =>
    key(a) < key(b) ? -1 : 1

/** Every HTTP call that the contracts export, ordered by owner as in the table. */
export const operations: readonly Operation[] = contracts.operations

const isMessageType = (value: unknown): value is MessageType =>
  isObject(value) && (value.kind === 'event' || value.kind === 'command') && 'mandatory' in value

/** Every event and command, by owner and type. */
export const messageTypes = exported
  .map(([, value]) => value)
  .filter(isMessageType)
  .sort(byText(({ owner, type }) => `${owner} ${type}`))

export const { envelope, exchangeOf } = contracts

const isSchema = (value: unknown): value is z.ZodType => isObject(value) && '_zod' in value
const isWorthName = (entry: [string, unknown]): entry is [string, z.ZodType] =>
  isSchema(entry[1]) && ['object', 'union', 'enum'].includes(entry[1]._zod.def.type)

/** Schemas that deserve a name, by that name: `conversationSummary` → `ConversationSummary`. */
export const namedSchemas = Object.fromEntries(
  exported
    .filter(isWorthName)
    .map(([name, schema]) => [name.charAt(0).toUpperCase() + name.slice(1), schema] as const)
    .sort(byText(([name]) => name))
)

const listed: ReadonlySet<unknown> = new Set(operations)
const unlisted = exported.filter(
  ([, value]) => isObject(value) && 'audience' in value && 'path' in value && !listed.has(value)
)
if (unlisted.length > 0) {
  const names = unlisted.map(([name]) => name).join(', ')
  throw new Error(
    `exported but missing from libs/contracts/src/operation-table.ts, so nothing serves or forwards it: ${names}`
  )
}

/** Whether a call has this part at all: see `operation` in libs/contracts. */
export const takes = (schema: z.ZodType): boolean => schema._zod.def.type !== 'undefined'

/** Readers ignore fields they do not know; only a strict object refuses them. */
export function openUnlessStrict({
  zodSchema,
  jsonSchema
}: {
  zodSchema: z.core.$ZodType
  jsonSchema: { additionalProperties?: unknown }
}): void {
  const { def } = (zodSchema as z.core.$ZodTypes)._zod
  if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties
}
