import type { z } from 'zod'
import type { FormWords } from './messages.ts'

/** What is wrong with a field, in words for people who fill in the form. */
function issueText(issue: z.core.$ZodIssue, t: FormWords): string {
  switch (issue.code) {
    case 'invalid_type':
      return t.required
    case 'too_small': {
      const least = Number(issue.minimum)
      if (issue.origin === 'string') return least <= 1 ? t.required : t.atLeastLetters(least)
      return issue.origin === 'array' ? t.atLeastItems(least) : t.atLeast(least)
    }
    case 'too_big': {
      const most = Number(issue.maximum)
      if (issue.origin === 'string') return t.atMostLetters(most)
      return issue.origin === 'array' ? t.atMostItems(most) : t.atMost(most)
    }
    case 'invalid_format': {
      if (issue.path.at(-1) === 'email') return t.email
      const [placeholder] = /\{\w+\}/.exec(issue.message) ?? []
      if (placeholder) return t.mustContain(placeholder)
      return t.notValid
    }
    default: {
      const [placeholder] = /\{\{[^}]*\}\}/.exec(issue.message) ?? []
      return placeholder ? t.unknownPlaceholder(placeholder) : t.notValid
    }
  }
}

/** The first issue of each field of `body`, by path (`distribution.mode`). */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], body: unknown, t: FormWords): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of issues)
    errors[issue.path.join('.')] ??= valueAt(body, issue.path) === '' ? t.required : issueText(issue, t)
  return errors
}

const valueAt = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], body)
