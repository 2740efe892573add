import { isDocument } from '../values/bson.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { isNull, type Operator } from './operator.ts'
import { toLocal } from './time-zone.ts'

const two = (value: number): string => String(value).padStart(2, '0')

const fields: Record<string, (local: Date) => string> = {
  Y: local => String(local.getUTCFullYear()).padStart(4, '0'),
  m: local => two(local.getUTCMonth() + 1),
  d: local => two(local.getUTCDate()),
  H: local => two(local.getUTCHours()),
  M: local => two(local.getUTCMinutes()),
  S: local => two(local.getUTCSeconds()),
  L: local => String(local.getUTCMilliseconds()).padStart(3, '0'),
  '%': () => '%'
}
/** Specifiers that only MongoDB supports: names of months, weeks, zone offsets. */
const refused = 'jwuUGVzZbB'

/** Null if an argument is null or missing when evaluated; `onNull` if the date is. */
export const dateToString: Operator = (operand, compile) => {
  if (!isDocument(operand)) return fail(18629, `$dateToString takes a document, not ${typeName(operand)}`)
  const names = Object.keys(operand)
  const unknown = names.find(name => !['date', 'format', 'timezone', 'onNull'].includes(name))
  if (unknown) fail(18534, `Unrecognized argument to $dateToString: ${unknown}`)
  if (!names.includes('date')) fail(18628, "Missing 'date' argument to $dateToString")
  const given = names.map(name => [name, compile(operand[name])] as const)
  return document => {
    const {
      date,
      onNull = null,
      ...rest
    } = Object.fromEntries(given.map(([key, evaluate]) => [key, evaluate(document)]))
    if (isNull(date)) return onNull
    if (Object.values(rest).some(isNull)) return null
    const { format, timezone = 'UTC' } = rest
    if (format !== undefined && typeof format !== 'string') fail(18533, 'the format of $dateToString must be a string')
    if (typeof timezone !== 'string') return fail(40517, `timezone must be a string, not ${typeName(timezone)}`)
    return formatDate(instantOf(date), timezone, format as string | undefined)
  }
}

/** Formats an instant in a zone by `%Y %m %d …`. Throws 18536 for unknown specifiers. */
function formatDate(instant: number, zone: string, format?: string): string {
  const pattern = format ?? (zone === 'UTC' ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L')
  const local = toLocal(instant, zone)
  return pattern.replace(/%(.?)/gs, (_, letter: string) => {
    if (letter !== '' && refused.includes(letter)) refuse(`%${letter} in the format of $dateToString`)
    if (!Object.hasOwn(fields, letter)) fail(18536, `Invalid format character '%${letter}' in format string`)
    return fields[letter]!(local)
  })
}

function instantOf(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  if (typeName(value) === 'objectId') return (value as { getTimestamp: () => Date }).getTimestamp().getTime()
  return fail(16006, `can't convert from BSON type ${typeName(value)} to Date`)
}
