/** An independent, naive model of filters and groups, over a few types of values. */
export type Value = null | number | string | Value[] | { [field: string]: Value }
export type Fields = { [field: string]: Value }
export type Condition = { path: string; operator: string; operand: Value }

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const rank = (value: Value | undefined): number => {
  if (value === undefined || value === null) return 0
  if (typeof value === 'number') return 1
  if (typeof value === 'string') return 2
  return Array.isArray(value) ? 4 : 3
}

/** The order of values: by type, then by value; documents field by field: type, name, value. */
export function order(a: Value | undefined, b: Value | undefined): number {
  if (rank(a) !== rank(b) || rank(a) === 0) return rank(a) - rank(b)
  if (Array.isArray(a) && Array.isArray(b)) return firstDifference(a.length, b.length, i => order(a[i], b[i]))
  if (isFields(a) && isFields(b)) {
    const [x, y] = [Object.entries(a), Object.entries(b)]
    return firstDifference(x.length, y.length, i => {
      const [[name, value], [otherName, other]] = [x[i]!, y[i]!]
      return rank(value) - rank(other) || (name === otherName ? order(value, other) : name < otherName ? -1 : 1)
    })
  }
  return a! < b! ? -1 : Number(a! > b!)
}

function firstDifference(length: number, otherLength: number, at: (i: number) => number): number {
  for (let i = 0; i < Math.min(length, otherLength); i++) if (at(i) !== 0) return at(i)
  return length - otherLength
}

/** Every value that a path leads to: through arrays to each element, by index too; undefined where it ends early. */
function reached(value: Value | undefined, path: readonly string[]): (Value | undefined)[] {
  const [part, ...rest] = path
  if (part === undefined) return Array.isArray(value) ? [...value, value] : [value]
  if (isFields(value)) return reached(value[part], rest)
  if (!Array.isArray(value)) return [undefined]
  const element = /^\d+$/.test(part) ? value[Number(part)] : undefined
  const named = value.filter(isFields).flatMap(item => reached(item, path))
  if (element === undefined) return named
  if (rest.length === 0) return [...named, element]
  return typeof element === 'object' && element !== null ? [...named, ...reached(element, rest)] : named
}

const tests: Record<string, (value: Value | undefined, operand: Value) => boolean> = {
  $eq: (value, operand) => order(value, operand) === 0,
  $gt: (value, operand) => rank(value) === rank(operand) && order(value, operand) > 0,
  $gte: (value, operand) => rank(value) === rank(operand) && order(value, operand) >= 0,
  $lt: (value, operand) => rank(value) === rank(operand) && order(value, operand) < 0,
  $lte: (value, operand) => rank(value) === rank(operand) && order(value, operand) <= 0,
  $in: (value, operand) => (operand as Value[]).some(item => order(value, item) === 0)
}

export function matches(document: Fields, { path, operator, operand }: Condition): boolean {
  if (operator === '$ne') return !matches(document, { path, operator: '$eq', operand })
  if (operator === '$nin') return !matches(document, { path, operator: '$in', operand })
  const test = tests[operator]!
  const values = reached(document, path.split('.'))
  if (operator !== '$in') return values.some(value => test(value, operand))
  return (operand as Value[]).some(item => values.some(value => order(value, item) === 0))
}

const numbers = (values: (Value | undefined)[]) => values.filter(value => typeof value === 'number')
const present = (values: (Value | undefined)[]) => values.filter(value => value !== undefined && value !== null)
const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0)

export const accumulators: Record<string, (values: (Value | undefined)[]) => Value> = {
  $sum: values => sum(numbers(values)),
  $max: values => present(values).sort(order).at(-1) ?? null,
  $last: values => values.at(-1) ?? null
}
