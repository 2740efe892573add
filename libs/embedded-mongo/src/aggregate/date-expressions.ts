import { isDocument } from '../values/bson.ts'
import { toInteger } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { named } from './arguments.ts'
import { dayOfYear, isoWeek, startOfWeekOf, truncate, unitOf } from './calendar.ts'
import { formatDate } from './date-format.ts'
import { compiledList, isNull, type Operator } from './operator.ts'
import { toLocal } from './time-zone.ts'

/** Parts of a date by local time. */
const parts: Record<string, (local: Date) => number | bigint> = {
  $year: local => local.getUTCFullYear(),
  $month: local => local.getUTCMonth() + 1,
  $dayOfMonth: local => local.getUTCDate(),
  $hour: local => local.getUTCHours(),
  $minute: local => local.getUTCMinutes(),
  $second: local => local.getUTCSeconds(),
  $millisecond: local => local.getUTCMilliseconds(),
  $dayOfWeek: local => local.getUTCDay() + 1,
  $isoDayOfWeek: local => local.getUTCDay() || 7,
  $dayOfYear: dayOfYear,
  $week: local => Math.floor((dayOfYear(local) + 6 - local.getUTCDay()) / 7),
  $isoWeek: local => isoWeek(local).week,
  $isoWeekYear: local => BigInt(isoWeek(local).year)
}

type Given = Record<string, unknown>

export const dateOperators: Record<string, Operator> = {
  ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, datePart(part)])),
  $dateToString: withArguments(['date'], ['format', 'timezone', 'onNull'], given => {
    const { date, format, timezone } = given
    if (format !== undefined && typeof format !== 'string') fail(18533, 'the format of $dateToString must be a string')
    return formatDate(instantOf(date), zoneOf(timezone), format as string | undefined)
  }),
  $dateTrunc: withArguments(['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], given => {
    const { date, unit, binSize = 1, timezone, startOfWeek } = given
    const size = toInteger(binSize) ?? fail(5439017, "$dateTrunc requires a whole 'binSize'")
    if (size < 1) fail(5439018, "$dateTrunc requires 'binSize' to be greater than 0")
    const instant = instantOf(date, 5439012)
    return new Date(truncate(instant, zoneOf(timezone), unitOf(unit), size, startOfWeekOf(startOfWeek)))
  })
}

/** `{ $year: date }`, or `{ $year: { date, timezone } }`. */
function datePart(part: (local: Date) => unknown): Operator {
  const inZone = withArguments(['date'], ['timezone'], ({ date, timezone }) =>
    part(toLocal(instantOf(date), zoneOf(timezone)))
  )
  return (operand, compile, name) => {
    if (isDocument(operand) && !Object.keys(operand)[0]?.startsWith('$')) return inZone(operand, compile, name)
    const [date, ...others] = compiledList(operand, compile)
    if (!date || others.length > 0) fail(40536, `${name} accepts exactly one argument if given an array`)
    return document => {
      const instant = date!(document)
      return isNull(instant) ? null : part(new Date(instantOf(instant)))
    }
  }
}

/** Null if an argument is null or missing when evaluated; `onNull` if the date is. */
function withArguments(required: string[], optional: string[], apply: (given: Given) => unknown): Operator {
  return (operand, compile, name) => {
    const form = named(name, operand, required, optional)
    const fields = Object.keys(form).map(key => [key, compile(form[key])] as const)
    return document => {
      const { onNull = null, ...given }: Given = Object.fromEntries(
        fields.map(([key, evaluate]) => [key, evaluate(document)])
      )
      if (optional.includes('onNull') && isNull(given.date)) return onNull
      return Object.values(given).some(isNull) ? null : apply(given)
    }
  }
}

function instantOf(value: unknown, code = 16006): number {
  if (value instanceof Date) return value.getTime()
  if (typeName(value) === 'objectId') return (value as { getTimestamp: () => Date }).getTimestamp().getTime()
  return fail(code, `can't convert from BSON type ${typeName(value)} to Date`)
}

const zoneOf = (value: unknown = 'UTC'): string =>
  typeof value === 'string' ? value : fail(40517, `timezone must evaluate to a string, found ${typeName(value)}`)
