import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { freshToken, renew, type SignedIn, session } from './session.ts'

const agent = { id: 'ana', name: 'Ana' } as SignedIn['agent']
const signedIn = (token: string, leftMs: number): SignedIn => ({
  agent,
  accessToken: token,
  expiresAt: new Date(Date.now() + leftMs).toISOString()
})

let answer: () => Response
const asked = jest.spyOn(globalThis, 'fetch')
beforeEach(() => {
  asked.mockReset().mockImplementation(async () => answer())
})
afterEach(() => session.set('unknown'))

test('before the start nobody is signed in, and nothing has been requested', () => {
  expect(session.get()).toBe('unknown')
  expect(asked).not.toHaveBeenCalled()
})

test('a token that is valid for a while is used, one that ends soon is renewed first', async () => {
  answer = () => Response.json(signedIn('second', 900_000))
  session.set(signedIn('first', 900_000))
  expect(await freshToken()).toBe('first')
  session.set(signedIn('first', 30_000))
  expect(await freshToken()).toBe('second')
  expect(asked).toHaveBeenCalledTimes(1)
})

test('a server that cannot be reached, or has problems, signs nobody out', async () => {
  session.set(signedIn('first', 0))
  asked.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  await expect(renew()).rejects.toThrow('Failed to fetch')
  answer = () => Response.json({}, { status: 503 })
  await expect(renew()).rejects.toThrow('503')
  expect(session.get()).toMatchObject({ accessToken: 'first' })
})

test('a sign-in that the server no longer knows ends', async () => {
  session.set(signedIn('first', 0))
  answer = () => Response.json({ code: 'unauthenticated' }, { status: 401 })
  expect(await renew()).toBeUndefined()
  expect(session.get()).toBe('nobody')
})
