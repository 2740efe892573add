import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { SignJWT } from 'jose'
import { signingKeyOf, verifyToken } from './signed-token.ts'

const secret = 'secret-of-signed-tokens-with-32-letters'
const other = 'another-secret-of-tokens-with-32-letters'
const options = { algorithms: ['HS256'], audience: 'here' }

const sign = (claims: Record<string, unknown> = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('here')
    .setExpirationTime('60s')
    .sign(signingKeyOf(secret))

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] })
})
afterEach(() => {
  jest.useRealTimers()
})

describe('a token that has been verified', () => {
  it('says the same again, until it expires', async () => {
    const token = await sign({ name: 'Ada' })
    for (const _ of [1, 2]) expect((await verifyToken(token, secret, options)).payload).toMatchObject({ name: 'Ada' })
    jest.setSystemTime(Date.now() + 59_000)
    expect((await verifyToken(token, secret, options)).payload).toMatchObject({ name: 'Ada' })
    jest.setSystemTime(Date.now() + 1000)
    await expect(verifyToken(token, secret, options)).rejects.toThrow('exp')
    expect((await verifyToken(token, secret, { ...options, clockTolerance: 10 })).payload).toMatchObject({
      name: 'Ada'
    })
  })

  it('is verified anew for another audience or another secret', async () => {
    const token = await sign()
    await verifyToken(token, secret, options)
    await expect(verifyToken(token, secret, { ...options, audience: 'there' })).rejects.toThrow('aud')
    await expect(verifyToken(token, other, options)).rejects.toThrow('signature')
    await verifyToken(token, `${other},${secret}`, options)
  })

  it('does not vouch for one with the same claims and another signature', async () => {
    const token = await sign()
    await verifyToken(token, secret, options)
    const [header, claims] = token.split('.')
    const forged = `${header}.${claims}.${'A'.repeat(43)}`
    await expect(verifyToken(forged, secret, options)).rejects.toThrow('signature')
  })
})
