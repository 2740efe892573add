import { isDocument } from '../values/bson.ts'
import { toInteger } from '../values/compare.ts'
import { describe } from '../values/describe.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { addUnits, isoWeek, isUnit, truncate, unitsBetween } from './calendar.ts'
import { formatDate } from './date-format.ts'
import { listOf, named } from './lazy-expressions.ts'
import type { Compile, Evaluate } from './operator.ts'
import { fromLocal, toLocal } from './time-zone.ts'

type DateOperator = (operand: unknown, names: ReadonlySet<string>, compile: Compile) => Evaluate

const dayMs = 86_400_000

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
  $dayOfYear: local => Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / dayMs) + 1,
  $week: local => Math.floor(((parts.$dayOfYear!(local) as number) + 6 - local.getUTCDay()) / 7),
  $isoWeek: local => isoWeek(local).week,
  $isoWeekYear: local => BigInt(isoWeek(local).year)
}

export const dateOperators: Record<string, DateOperator> = {
  ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, datePart(name, part)])),
  $dateToString: withArguments(
    '$dateToString',
    ['date'],
    ['format', 'timezone', 'onNull'],
    ({ date, format, timezone, onNull }) => {
      if (isNull(date)) return onNull === undefined ? null : onNull
      return formatDate(instantOf(date), zoneOf(timezone), format as string | undefined)
    }
  ),
  $dateTrunc: withArguments('$dateTrunc', ['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], given => {
    const { date, unit, binSize = 1, timezone, startOfWeek = 'sunday' } = given
    if (isNull(date) || isNull(unit)) return null
    const size = toInteger(binSize) ?? 0
    if (size < 1) fail(5439017, "$dateTrunc requires 'binSize' to be greater than 0")
    const zone = zoneOf(timezone)
    return new Date(
      fromLocal(
        truncate(toLocal(instantOf(date), zone), unitOf('$dateTrunc', unit), size, textOf('startOfWeek', startOfWeek)),
        zone
      )
    )
  }),
  $dateAdd: shift('$dateAdd', 1),
  $dateSubtract: shift('$dateSubtract', -1),
  $dateDiff: withArguments('$dateDiff', ['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], given => {
    const { startDate, endDate, unit, timezone, startOfWeek = 'sunday' } = given
    if (isNull(startDate) || isNull(endDate) || isNull(unit)) return null
    const zone = zoneOf(timezone)
    const [from, to] = [startDate, endDate].map(date => toLocal(instantOf(date), zone))
    return BigInt(unitsBetween(from!, to!, unitOf('$dateDiff', unit), textOf('startOfWeek', startOfWeek)))
  })
}

const isNull = (value: unknown): boolean => value === null || value === undefined

function datePart(name: string, part: (local: Date) => unknown): DateOperator {
  return (operand, names, compile) => {
    const form = isDocument(operand) && 'date' in operand ? named(name, operand, ['date'], ['timezone']) : undefined
    const list = listOf(operand)
    if (!form && list.length !== 1)
      fail(40536, `${name} accepts exactly one argument if given an array, but was given ${list.length}`)
    const date = compile(form ? form.date : list[0], names)
    const zone = compile(form?.timezone, names)
    return (document, variables) => {
      const instant = date(document, variables)
      return isNull(instant) ? null : part(toLocal(instantOf(instant), zoneOf(zone(document, variables))))
    }
  }
}

function withArguments(
  name: string,
  required: string[],
  optional: string[],
  apply: (given: Record<string, unknown>) => unknown
): DateOperator {
  return (operand, names, compile) => {
    const fields = Object.entries(named(name, operand, required, optional)).map(
      ([key, value]) => [key, compile(value, names)] as const
    )
    return (document, variables) =>
      apply(Object.fromEntries(fields.map(([key, evaluate]) => [key, evaluate(document, variables)])))
  }
}

function shift(name: string, sign: number): DateOperator {
  return withArguments(name, ['startDate', 'unit', 'amount'], ['timezone'], ({ startDate, unit, amount, timezone }) => {
    if (isNull(startDate) || isNull(unit) || isNull(amount)) return null
    const count = toInteger(amount) ?? fail(5166405, `${name} expects integer amount of time units`)
    const zone = zoneOf(timezone)
    const local = addUnits(toLocal(instantOf(startDate), zone), unitOf(name, unit), count * sign)
    return new Date(fromLocal(local, zone))
  })
}

function instantOf(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  if (typeName(value) === 'objectId') return (value as { getTimestamp: () => Date }).getTimestamp().getTime()
  return fail(16006, `can't convert from BSON type ${typeName(value)} to Date`)
}

function zoneOf(value: unknown): string {
  return isNull(value) ? 'UTC' : textOf('timezone', value)
}

function textOf(parameter: string, value: unknown): string {
  return typeof value === 'string'
    ? value
    : fail(40517, `${parameter} must evaluate to a string, found ${typeName(value)}`)
}

function unitOf(name: string, value: unknown) {
  return isUnit(value)
    ? value
    : fail(9, `${name} parameter 'unit' value cannot be recognized as a time unit: ${describe(value)}`)
}
