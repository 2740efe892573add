import { type GraphError, graphError } from '../errors.ts'

/** Checks the value at `path`; undefined if it is valid. Missing values are up to `object`. */
export type Check = (value: unknown, path: string) => GraphError | undefined

/** 131009: present but invalid; 131008: missing; 100: wrong length or unknown fields. [niswey: error-codes-meta] */
export const invalid = (path: string, why: string): GraphError => graphError(131009, `Parameter '${path}' ${why}`)
const missing = (path: string): GraphError => graphError(131008, `Parameter '${path}' is required`)
const unfit = (path: string, why: string): GraphError => graphError(100, `Param '${path}' ${why}`)

export type Fields = Record<string, unknown>
export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Text of `least` to `most` characters. */
export const text =
  (most: number, least = 1): Check =>
  (value, path) => {
    if (typeof value !== 'string') return unfit(path, 'must be a string')
    const { length } = [...value]
    if (length < least) return least === 1 ? missing(path) : unfit(path, `must be at least ${least} characters long`)
    return length > most ? unfit(path, `must be at most ${most} characters long`) : undefined
  }

export const number =
  (least: number, most: number): Check =>
  (value, path) => {
    const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof given === 'number' && given >= least && given <= most
      ? undefined
      : invalid(path, `must be a number from ${least} to ${most}`)
  }

export const flag: Check = (value, path) =>
  typeof value === 'boolean' ? undefined : unfit(path, 'must be true or false')

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, path) =>
    allowed.includes(value as string) ? undefined : unfit(path, `must be one of {${allowed.join(', ')}}`)

export const matching =
  (pattern: RegExp, what: string): Check =>
  (value, path) =>
    typeof value === 'string' && pattern.test(value) ? undefined : invalid(path, `must be ${what}`)

/** An object with these fields and no others. */
export const object =
  (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  (value, path) => {
    if (!isObject(value)) return unfit(path, 'must be an object')
    for (const key of Object.keys(value))
      if (!Object.hasOwn(required, key) && !Object.hasOwn(optional, key))
        return unfit(path, `has the unexpected key '${key}'`)
    return fieldsOf(value, path, required, missing) ?? fieldsOf(value, path, optional)
  }

function fieldsOf(value: Fields, path: string, checks: Record<string, Check>, absent?: (path: string) => GraphError) {
  for (const [key, check] of Object.entries(checks)) {
    const [given, at] = [value[key], `${path}.${key}`]
    const error = given === undefined || given === null ? absent?.(at) : check(given, at)
    if (error) return error
  }
  return undefined
}

export const list =
  (item: Check, least: number, most: number): Check =>
  (value, path) => {
    if (!Array.isArray(value) || value.length < least || value.length > most)
      return unfit(path, `must be a list of ${least} to ${most}`)
    return firstOf(value.map((one, index) => () => item(one, `${path}[${index}]`)))
  }

/** Accepts anything: the content is not checked here. */
export const anything: Check = () => undefined

export function firstOf(checks: readonly (() => GraphError | undefined)[]): GraphError | undefined {
  for (const check of checks) {
    const error = check()
    if (error) return error
  }
  return undefined
}
