import { Defect, Malformed, ok, Retryable, reject } from '@inbox/kernel'
import { describe, expect, test } from '@jest/globals'
import { decideFate, outcomeOf, reasonOf } from './failure-table.ts'

const retryable = { kind: 'retryable', error: new Retryable('database away') } as const

describe('the failure table', () => {
  test.each([
    ['done', { kind: 'done' }, { settle: 'acknowledge' }, 'debug'],
    ['rejected', { kind: 'rejected', rejection: { code: 'not-owner', detail: '' } }, { settle: 'acknowledge' }, 'info'],
    ['malformed', { kind: 'malformed', error: new Malformed('not JSON') }, { settle: 'park' }, 'warn'],
    ['of a newer schema', { kind: 'unsupported', error: new Error('unsupported version') }, { settle: 'park' }, 'warn'],
    ['a defect', { kind: 'defect', error: new Error('bug') }, { settle: 'park' }, 'error']
  ] as const)('%s has one outcome, whatever the attempt and the order', (_name, outcome, fate, level) => {
    for (const attempt of [1, 5, 99]) {
      for (const order of ['any', 'kept'] as const) expect(decideFate(outcome, attempt, order)).toEqual({ fate, level })
    }
  })

  test('retryable work waits at most 5 s in the first half minute, then longer; after the 11th attempt it is parked', () => {
    const fates = Array.from({ length: 12 }, (_, before) => decideFate(retryable, before + 1, 'any'))
    expect(fates.map(({ fate }) => ('tier' in fate ? fate.tier.waitMs / 1000 : fate.settle))).toEqual([
      ...[1, 5, 5, 5, 5, 5, 30, 30, 30, 120],
      ...['park', 'park']
    ])
    expect(fates.map(({ level }) => level)).toEqual([...Array(10).fill('warn'), 'error', 'error'])
  })

  test('retryable ordered work is held, never parked; holding it for long is an error', () => {
    const held = [1, 9, 10, 500].map(attempt => decideFate(retryable, attempt, 'kept'))
    expect(held.map(({ fate }) => fate.settle)).toEqual(['hold', 'hold', 'hold', 'hold'])
    expect(held.map(({ level }) => level)).toEqual(['warn', 'warn', 'error', 'error'])
  })
})

test('what a handler returns or throws determines the outcome', async () => {
  const kindOf = async (handle: Parameters<typeof outcomeOf>[0]) => (await outcomeOf(handle)).kind
  const throwing = (thrown: unknown) => async () => {
    throw thrown
  }
  expect(await kindOf(async () => undefined)).toBe('done')
  expect(await kindOf(async () => ok(1))).toBe('done')
  const answersTrue: () => Promise<unknown> = async () => true
  expect(await kindOf(answersTrue as () => Promise<void>)).toBe('done')
  expect(await kindOf(async () => reject('not-owner', 'Ana owns it'))).toBe('rejected')
  expect(await kindOf(throwing(new Retryable('away')))).toBe('retryable')
  expect(await kindOf(throwing(new Malformed('bad')))).toBe('malformed')
  expect(await kindOf(throwing(new Defect('bug')))).toBe('defect')
  expect(await kindOf(throwing(new TypeError('bug')))).toBe('defect')
  expect(await kindOf(throwing('text'))).toBe('defect')
  expect(
    await kindOf(() => {
      throw new Error('before any promise')
    })
  ).toBe('defect')
})

test('the reason names the paths of what is wrong', () => {
  const error = new Malformed('does not match its schema', [{ path: 'data.contact.id', message: 'Invalid input' }])
  expect(reasonOf({ kind: 'malformed', error })).toBe(
    'malformed: does not match its schema: data.contact.id: Invalid input'
  )
  expect(reasonOf({ kind: 'unsupported', error: new Error('unsupported version: …') })).toBe('unsupported version: …')
})
