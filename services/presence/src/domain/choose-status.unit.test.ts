import { describe, expect, test } from '@jest/globals'
import { chooseStatus, type StatusNow } from './choose-status.ts'

const now = (status: StatusNow['status'], reason?: string): StatusNow => ({ status, reason, chosen: true })

describe('chooseStatus', () => {
  test('an agent’s choice is taken as it is, with its reason', () => {
    expect(chooseStatus(now('available'), { status: 'break', reason: 'lunch' }, 'chosen')).toEqual({
      status: 'break',
      reason: 'lunch'
    })
    expect(chooseStatus(undefined, { status: 'available' }, 'chosen')).toEqual({ status: 'available' })
  })

  test('choosing the same status for the same reason changes nothing', () => {
    expect(chooseStatus(now('break', 'lunch'), { status: 'break', reason: 'lunch' }, 'chosen')).toBeUndefined()
    expect(chooseStatus(now('break', 'lunch'), { status: 'break' }, 'chosen')).toEqual({ status: 'break' })
  })

  test('a sign-in changes only logged out or never chosen to available', () => {
    const wish = { status: 'available' } as const
    expect(chooseStatus(undefined, wish, 'signedIn')).toEqual(wish)
    expect(chooseStatus(now('loggedOut'), wish, 'signedIn')).toEqual(wish)
    expect(chooseStatus({ status: 'unavailable', chosen: false }, wish, 'signedIn')).toEqual(wish)
    for (const status of ['available', 'unavailable', 'preBreak', 'break'] as const)
      expect(chooseStatus(now(status), wish, 'signedIn')).toBeUndefined()
  })

  test('missed offers take away only availability', () => {
    expect(chooseStatus(now('available'), { status: 'unavailable' }, 'missed')).toEqual({ status: 'unavailable' })
    for (const status of ['unavailable', 'preBreak', 'break', 'loggedOut'] as const)
      expect(chooseStatus(now(status), { status: 'unavailable' }, 'missed')).toBeUndefined()
  })

  test('idleness turns preBreak into a break for the same reason, and nothing else', () => {
    expect(chooseStatus(now('preBreak', 'lunch'), { status: 'break' }, 'idle')).toEqual({
      status: 'break',
      reason: 'lunch'
    })
    expect(chooseStatus(now('available'), { status: 'break' }, 'idle')).toBeUndefined()
  })
})
