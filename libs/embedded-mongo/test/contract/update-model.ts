import { type Condition, type Fields, matches, order, type Value } from './model.ts'

/** An independent, naive model of updates: one change after the other, on a copy. */
export type Change = { operator: string; path: string; operand: Value }
type Maybe = Value | undefined

/** Carries the code that an update fails with, in which case none of it is done. */
export class Refused extends Error {
  readonly code: number

  constructor(code: number) {
    super(`refused with ${code}`)
    this.code = code
  }
}

function refuse(code: number): never {
  throw new Refused(code)
}

const isFields = (value: Maybe): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const numberOf = (value: Maybe): number => (typeof value === 'number' ? value : refuse(14))
const listOf = (value: Maybe, code: number): Value[] => (Array.isArray(value) ? value : refuse(code))
/** For operators that create a missing list. */
const growing = (value: Maybe): Value[] => (value === undefined ? [] : listOf(value, 2))
const ifThere = (value: Maybe, then: (value: Value) => Value): Maybe => (value === undefined ? undefined : then(value))

const operators: Record<string, (current: Maybe, operand: Value) => Maybe> = {
  $set: (_, operand) => operand,
  $unset: () => undefined,
  $inc: (current, operand) => (current === undefined ? operand : numberOf(current) + numberOf(operand)),
  $push: (current, operand) => pushed(growing(current), operand),
  $pull: (current, operand) => ifThere(current, list => listOf(list, 2).filter(item => !isPulled(item, operand)))
}

const pushed = (list: Value[], operand: Value): Value[] =>
  isFields(operand) && '$each' in operand ? [...list, ...(operand.$each as Value[])] : [...list, operand]

function isPulled(element: Value, operand: Value): boolean {
  if (!isFields(operand)) return order(element, operand) === 0
  const [operator, limit] = Object.entries(operand)[0] as [string, Value]
  const condition: Condition = { path: 'element', operator, operand: limit }
  return matches({ element }, condition)
}

const creating = (operator: string): boolean => !['$unset', '$pull'].includes(operator)

/** Makes one change below `holder`, which may be anything. */
function apply(holder: Value, [part = '', ...rest]: readonly string[], { operator, operand }: Change): void {
  if (!isFields(holder) && !(Array.isArray(holder) && /^\d+$/.test(part))) {
    if (creating(operator)) refuse(28)
    return
  }
  const at = holder as Fields
  if (rest.length > 0) {
    if (at[part] === undefined && !creating(operator)) return
    put(holder, part, at[part] ?? (at[part] === undefined ? {} : null))
    apply(at[part]!, rest, { operator, operand, path: '' })
  } else put(holder, part, operators[operator]!(at[part], operand))
}

/** In a list, a removed value leaves null, and the gap before a new value is filled with null. */
function put(holder: Value, part: string, value: Maybe): void {
  if (Array.isArray(holder)) {
    if (value === undefined && Number(part) >= holder.length) return
    while (holder.length < Number(part)) holder.push(null)
    holder[Number(part)] = value ?? null
  } else if (value === undefined) delete (holder as Fields)[part]
  else (holder as Fields)[part] = value
}

/** The document after all changes. Throws `Refused`. */
export function updated(document: Fields, changes: readonly Change[]): Fields {
  const paths = changes.map(change => `${change.path}.`)
  if (paths.some((path, i) => paths.some((other, j) => i !== j && path.startsWith(other)))) refuse(40)
  const result = structuredClone(document)
  for (const change of changes.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    apply(result, change.path.split('.'), structuredClone(change))
  }
  return result
}
