import { isVisible } from '@inbox/kernel'
import { z } from 'zod'

/** Unexpected values count as missing: no part of a message may cost the rest. */
export const lenient = <Schema extends z.ZodType>(schema: Schema) => z.optional(schema).catch(undefined)
export const text = z.string().min(1)
/** Text with something visible. */
export const visible = z.string().refine(isVisible)
/** What our contracts accept as an id. */
export const identifier = z.string().regex(/^[\x21-\x7e]{1,200}$/)
/** Meta writes some numbers as text. */
export const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,15}(\.\d{1,15})?$/)
    .transform(Number)
])
/** Seconds since 1970; values outside the calendar count as missing. */
export const seconds = number
  .refine(at => at >= 0 && at <= 32_503_680_000)
  .transform(at => new Date(Math.floor(at) * 1000).toISOString())
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const fields = z.record(z.string(), z.unknown())

/** Any value, or none. */
export const anything = z.unknown().optional()
