import { isVisible } from '@inbox/kernel'
import { z } from 'zod'

/** What is not as expected counts as missing: no part of a message may cost the rest. */
export const lenient = <Schema extends z.ZodType>(schema: Schema) => z.optional(schema).catch(undefined)
export const text = z.string().min(1)
/** Something to be seen. */
export const visible = z.string().refine(isVisible)
/** What our contracts take as an id. */
export const identifier = z.string().regex(/^[\x21-\x7e]{1,200}$/)
/** Meta writes some numbers as text. */
export const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,15}(\.\d{1,15})?$/)
    .transform(Number)
])
/** Seconds since 1970; what no calendar has is missing. */
export const seconds = number
  .refine(at => at >= 0 && at <= 32_503_680_000)
  .transform(at => new Date(Math.floor(at) * 1000).toISOString())
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const fields = z.record(z.string(), z.unknown())

/** Whatever is there, if anything is. */
export const anything = z.unknown().optional()
