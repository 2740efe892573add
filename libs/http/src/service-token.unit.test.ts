import { expect, it } from '@jest/globals'
import type { User } from './caller.ts'
import { createServiceCallers, mintServiceToken } from './service-token.ts'

const secret = 'a secret that only this test knows'
const ana: User = { kind: 'user', id: 'ana', name: 'Ana', role: 'agent', departmentIds: ['sales'] }
const callerBy = async (token: string, known = secret) =>
  createServiceCallers(known, 'required')(`Bearer ${token}`, '10.0.0.1')

it('a token is used again for the same service and user as they are, and for no other', async () => {
  const [token, again] = [await mintServiceToken('queue', secret, ana), await mintServiceToken('queue', secret, ana)]
  expect(again).toBe(token)
  expect(await callerBy(token)).toEqual(ana)

  const promoted = { ...ana, role: 'supervisor' as const }
  expect(await callerBy(await mintServiceToken('queue', secret, promoted))).toEqual(promoted)
  expect(await callerBy(await mintServiceToken('presence', secret))).toEqual({ kind: 'service', name: 'presence' })
  const other = await mintServiceToken('queue', 'another secret, made up as well', ana)
  expect(await callerBy(other)).toBeNull()
})
