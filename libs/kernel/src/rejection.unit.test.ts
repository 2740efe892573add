import { expect, test } from '@jest/globals'
import { Retryable } from './failure.ts'
import { reject, unwrap } from './rejection.ts'
import { ok } from './result.ts'

test('what another service refuses for no fault of ours is to be retried, and says what it said', () => {
  expect(unwrap(ok(1))).toBe(1)
  expect(() => unwrap(reject('forbidden', 'Only for: admin'))).toThrow(new Retryable('Only for: admin'))
  expect(() => unwrap(reject('forbidden', 'Only for: admin'))).toThrow(Retryable)
})
