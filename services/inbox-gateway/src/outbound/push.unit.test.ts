import { expect, test } from '@jest/globals'
import type { Push } from '../domain/pushes.ts'
import { createPush } from './push.ts'

test('a push goes to rooms with somebody in them, and what nobody here may see is not even serialised', () => {
  const told: unknown[] = []
  const push = createPush({
    of: () => ({ adapter: { rooms: new Map([['supervisors', new Set(['s1'])]]) } }),
    to: rooms => ({ except: but => ({ emit: event => told.push({ event, rooms, but }) }) })
  })
  const payload = {} as Push['payload']
  push([{ event: 'conversation', rooms: ['department:sales', 'supervisors'], payload } as Push], 's2')
  push([{ event: 'offer', rooms: ['agent:ana'], payload } as Push])
  expect(told).toEqual([{ event: 'conversation', rooms: ['supervisors'], but: ['s2'] }])
})
