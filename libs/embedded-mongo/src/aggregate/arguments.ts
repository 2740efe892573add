import { type Doc, isDocument } from '../values/bson.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'

/** MongoDB's codes for an operand that is no document, for an unknown argument, and for each missing one. */
const codes: Record<string, readonly number[]> = {
  $cond: [9, 17083, 17080, 17081, 17082],
  $dateToString: [18629, 18534, 18628],
  $dateTrunc: [5439007, 5439008, 5439010, 5439009]
}
const datePartCodes = [40535, 40535, 40539]

/** Checks an operand of the form `{ name: expression, … }`. */
export function named(
  operator: string,
  operand: unknown,
  required: readonly string[],
  optional: readonly string[] = []
): Doc {
  const [noDocument, unknown, ...missing] = codes[operator] ?? datePartCodes
  if (!isDocument(operand)) return fail(noDocument!, `${operator} takes a document, not ${typeName(operand)}`)
  for (const name of Object.keys(operand))
    if (!required.includes(name) && !optional.includes(name))
      fail(unknown!, `Unrecognized argument to ${operator}: ${name}`)
  for (const [i, name] of required.entries())
    if (!(name in operand)) fail(missing[i]!, `Missing '${name}' argument to ${operator}`)
  return operand
}
