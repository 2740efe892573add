import { getConversation, listMessages } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { addressOf } from './forward.ts'

const addressFor = (operation: typeof getConversation | typeof listMessages, id: string, query = '') =>
  addressOf({ operation, to: 'http://owner:1' }, { params: { id }, url: `/whatever${query}` }).href

test('a call goes to the place its operation names, with its query unchanged', () => {
  expect(addressFor(listMessages, 'a/b?c', '?limit=1&before=x%2Fy')).toBe(
    'http://owner:1/v1/conversations/a%2Fb%3Fc/messages?limit=1&before=x%2Fy'
  )
})

test.each(['..', '.', '%2e%2e', '../snapshot'])('an id of %s cannot climb out of its path', id => {
  expect(addressFor(getConversation, id)).toMatch(/^http:\/\/owner:1\/v1\/conversations\/[^/]+$/)
})
