import { expect, it } from '@jest/globals'
import type { User } from './caller.ts'
import { createServiceCallers, mintServiceToken } from './service-token.ts'

const secret = 'a secret that only this test knows'
const ana: User = { kind: 'user', id: 'ana', name: 'Ana', role: 'agent', departmentIds: ['sales'] }
const callerBy = async (token: string, known = secret) =>
  createServiceCallers(known, 'required')(`Bearer ${token}`, '10.0.0.1')

it('a token is reused for the same service and user in the same state, and for no other', async () => {
  const [token, again] = [await mintServiceToken('queue', secret, ana), await mintServiceToken('queue', secret, ana)]
  expect(again).toBe(token)
  expect(await callerBy(token)).toEqual(ana)

  const promoted = { ...ana, role: 'supervisor' as const }
  expect(await callerBy(await mintServiceToken('queue', secret, promoted))).toEqual(promoted)
  expect(await callerBy(await mintServiceToken('presence', secret))).toEqual({ kind: 'service', name: 'presence' })
  const other = await mintServiceToken('queue', 'another secret, made up as well', ana)
  expect(await callerBy(other)).toBeNull()
})

it('while one secret replaces another, tokens of processes with either are valid at both, and then only the new ones', async () => {
  const [old, next] = ['the one that is to go', 'the one that is to come']
  const steps = [old, `${old},${next}`, `${next},${old}`, next]
  for (const [at, here] of steps.entries()) {
    // processes restart one by one, so each runs beside some that are still at the step before
    for (const there of [steps[at - 1] ?? here, here]) {
      const caller = { kind: 'service', name: 'queue' }
      expect(await callerBy(await mintServiceToken('queue', there), here)).toEqual(caller)
      expect(await callerBy(await mintServiceToken('queue', here), there)).toEqual(caller)
    }
  }
  expect(await callerBy(await mintServiceToken('queue', old), next)).toBeNull()
})
