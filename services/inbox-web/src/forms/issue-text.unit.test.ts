import { agentFields, businessHours, cannedReplyFields, positionNotice } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import type { z } from 'zod'
import { fieldErrors } from './issue-text.ts'
import type { FormWords } from './messages.ts'

const words = new Proxy({} as FormWords, {
  get: (_, name) =>
    ['atLeast', 'atMost', 'unknown', 'mustContain'].some(each => String(name).startsWith(each))
      ? (value: unknown) => `${String(name)} ${value}`
      : String(name)
})
const errors = (schema: z.ZodType, body: object) => fieldErrors(schema.safeParse(body).error?.issues ?? [], body, words)

describe('an invalid field', () => {
  test('is reported once, by its path, in the words of the form', () => {
    const body = { name: '  ', email: 'ana', role: 'agent', departmentIds: ['a b'], limit: 2000 }
    expect(errors(agentFields, body)).toEqual({
      name: 'required',
      email: 'email',
      'departmentIds.0': 'notValid',
      limit: 'atMost 1000'
    })
    expect(errors(agentFields, { ...body, limit: '' }).limit).toBe('required')
  })

  test('says what a text must contain, and that an empty one is missing, whatever its format', () => {
    expect(errors(positionNotice, { template: 'Please wait' })).toEqual({ template: 'mustContain {position}' })
    const weekly = [{ day: 1, from: '', to: '12:00' }]
    expect(errors(businessHours, { timeZone: 'UTC', weekly })).toEqual({ 'weekly.0.from': 'required' })
  })

  test('names an unknown placeholder', () => {
    const body = { name: 'Hi', shortcut: 'hi', text: 'Dear {{customer}}' }
    expect(errors(cannedReplyFields, body)).toEqual({ text: 'unknownPlaceholder {{customer}}' })
  })
})
