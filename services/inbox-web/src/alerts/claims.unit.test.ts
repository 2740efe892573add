import { expect, test } from '@jest/globals'
import { withClaim } from './claims.ts'

test('what rang in one tab rings in no other, however late that wakes', () => {
  const claims = withClaim('', 'message:m1', 0)!
  expect(withClaim(claims, 'message:m1', 86_400_000)).toBeUndefined()
  expect(withClaim(claims, 'message:m2', 1)).toBe('message:m1\nmessage:m2')
})

test('an arrival that is offered at once, or several messages in a row, ring once; later ones again', () => {
  const claims = withClaim('offer:o1', 'sound:c1', 1000, 3000)!
  expect(withClaim(claims, 'sound:c1', 3999, 3000)).toBeUndefined()
  expect(withClaim(claims, 'sound:c2', 3999, 3000)).toBe('offer:o1\nsound:c1 4000\nsound:c2 6999')
  expect(withClaim(claims, 'sound:c1', 4000, 3000)).toBe('offer:o1\nsound:c1 7000')
})

test('the oldest claims are forgotten', () => {
  const claims = Array.from({ length: 250 }, (_, each) => `message:${each}`).join('\n')
  const kept = withClaim(claims, 'message:new', 0)!.split('\n')
  expect(kept).toHaveLength(200)
  expect(kept.at(-1)).toBe('message:new')
})
