import { expect, test } from '@jest/globals'
import { acceptedOf, currentOf } from './secrets.ts'

test('of several secrets the first is used for everything new, and all are accepted', () => {
  expect([currentOf('new,old'), acceptedOf('new,old')]).toEqual(['new', ['new', 'old']])
  expect([currentOf('only'), acceptedOf('only')]).toEqual(['only', ['only']])
})
