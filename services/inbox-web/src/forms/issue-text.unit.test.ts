import { agentFields, cannedReplyFields } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { fieldErrors } from './issue-text.ts'
import type { FormWords } from './messages.ts'

const words = new Proxy({} as FormWords, {
  get: (_, name) =>
    ['atLeast', 'atMost', 'unknown'].some(each => String(name).startsWith(each))
      ? (value: unknown) => `${String(name)} ${value}`
      : String(name)
})
const errors = (schema: typeof agentFields | typeof cannedReplyFields, body: object) =>
  fieldErrors(schema.safeParse(body).error?.issues ?? [], words)

describe('what is wrong with a field', () => {
  test('is said once for each, by its path, in the words of the form', () => {
    const body = { name: '  ', email: 'ana', role: 'agent', departmentIds: ['a b'], limit: 2000 }
    expect(errors(agentFields, body)).toEqual({
      name: 'required',
      email: 'email',
      'departmentIds.0': 'notValid',
      limit: 'atMost 1000'
    })
    expect(errors(agentFields, { ...body, limit: '' }).limit).toBe('required')
  })

  test('names a placeholder that stands for nothing', () => {
    const body = { name: 'Hi', shortcut: 'hi', text: 'Dear {{customer}}' }
    expect(errors(cannedReplyFields, body)).toEqual({ text: 'unknownPlaceholder {{customer}}' })
  })
})
