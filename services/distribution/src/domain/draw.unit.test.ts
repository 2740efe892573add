import { expect, test } from '@jest/globals'
import { draw } from './draw.ts'

test('the same conversation and offer number give the same draw, another offer number a new one', () => {
  const first = draw('the secret', { conversationId: 'c1', offerNumber: 1 }, 10)
  expect(draw('the secret', { conversationId: 'c1', offerNumber: 1 }, 10)).toEqual(first)
  expect(draw('the secret', { conversationId: 'c1', offerNumber: 2 }, 10).proof).not.toBe(first.proof)
  expect(draw('another secret', { conversationId: 'c1', offerNumber: 1 }, 10).proof).not.toBe(first.proof)
})

test('the proof is the HMAC-SHA-256 of conversation and offer number', () => {
  // printf 'c1:1' | openssl dgst -sha256 -hmac 'key'
  expect(draw('key', { conversationId: 'c1', offerNumber: 1 }, 3).proof).toBe(
    'a6de544e7d7f4dce5160991ea49ac854586ccafea33a285721e6a7417af3dbab'
  )
})
