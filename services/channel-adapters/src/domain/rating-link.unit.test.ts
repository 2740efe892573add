import { expect, test } from '@jest/globals'
import { ratedBy, ratingTokenOf } from './rating-link.ts'

const [old, secret] = ['the secret of last year, of some length', 'the secret of this year, of some length']

test('a token says which conversation may be rated, even while the secret is being changed', () => {
  const token = ratingTokenOf('a-conversation', old)
  expect(ratedBy(token, old)).toBe('a-conversation')
  expect(ratedBy(token, `${secret},${old}`)).toBe('a-conversation')
  expect(ratedBy(token, secret)).toBeUndefined()
})

test.each(['', '.', 'a-conversation', 'a-conversation.', 'a-conversation.AAAAAAAAAAAAAAAA', `.${'A'.repeat(16)}`])(
  'nobody can forge one: %j',
  token => {
    expect(ratedBy(token, secret)).toBeUndefined()
  }
)

test('the token of one conversation is not that of another', () => {
  const [, mac] = ratingTokenOf('one', secret).split('.')
  expect(ratedBy(`another.${mac}`, secret)).toBeUndefined()
})
