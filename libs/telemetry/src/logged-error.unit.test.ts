import { expect, test } from '@jest/globals'
import { loggedError } from './logged-error.ts'

test('an error is logged without what its driver attached to it, and with its cause', () => {
  const cause = new TypeError('socket hang up')
  const op = { _id: 'm1', content: { text: 'what a contact wrote' } }
  const error = Object.assign(new Error('duplicate key', { cause }), { code: 11_000, writeErrors: [{ op }] })
  const logged = loggedError(error)
  expect(logged).toMatchObject({ type: 'Error', message: expect.stringContaining('duplicate key'), code: 11_000 })
  expect(JSON.stringify(logged)).toContain('socket hang up')
  expect(JSON.stringify(logged)).not.toContain('what a contact wrote')
})

test('nor with what people wrote, if a driver or the JSON parser puts it into the message', () => {
  const key = '{ channelId: "c1", contact.externalId: "zoe}@example.org" }'
  const duplicate = new Error(
    `database: E11000 duplicate key error collection: inbox.contacts index: _id_ dup key: ${key}`
  )
  const wrong = (json: string) => {
    try {
      return JSON.parse(json) as Error
    } catch (error) {
      return error as Error
    }
  }
  const errors = [duplicate, wrong('I am "zoe"'), wrong(`${' '.repeat(100)}my\nname is zoe, hello, hello`)]
  const logged = errors.map(error => JSON.stringify(loggedError(error)))
  for (const each of logged) expect(each).not.toContain('zoe')
  expect(logged[0]).toContain('index: _id_ dup key')
  expect(logged[1]).toContain("Unexpected token 'I' is not valid JSON")
})
