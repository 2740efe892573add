import type { VisitorServerEvents } from '@inbox/contracts'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { textStorage } from '../../embedding/storage.ts'
import { openConnection, type VisitorSocket } from './connection.ts'

/** A socket with the test at its other end. */
function aSocket() {
  const listeners = new Map<string, (payload: unknown) => void>()
  const auths: object[] = []
  let auth: (give: (given: object) => void) => void = () => undefined
  const socket = {
    connected: false,
    active: true,
    on: (name: string, listener: (payload: unknown) => void) => void listeners.set(name, listener),
    connect() {
      auth(given => auths.push(given))
      return socket
    },
    disconnect() {
      socket.connected = false
      return socket
    }
  }
  const tell = (name: string, payload: unknown) => listeners.get(name)?.(payload)
  return {
    /** What was sent at each attempt to connect. */
    auths,
    open: (_: string, options?: object) => {
      auth = (options as { auth: typeof auth }).auth
      return socket as unknown as VisitorSocket
    },
    welcomes(token: string) {
      socket.connected = true
      tell('welcome', { token } as VisitorServerEvents['welcome'])
    },
    loses(reason = 'transport close') {
      socket.connected = false
      socket.active = reason !== 'io server disconnect'
      tell('disconnect', reason)
    },
    refuses(code: string) {
      socket.active = false
      tell('connect_error', Object.assign(new Error(code), { data: { code } }))
    }
  }
}

const page = new EventTarget()
beforeEach(() => {
  jest.useFakeTimers()
  Object.assign(globalThis, {
    location: { origin: 'https://adapters.example.com' },
    addEventListener: page.addEventListener.bind(page)
  })
})
afterEach(() => void jest.useRealTimers())

function connect(storage = textStorage(() => Object.assign(Object.create(null)), '')) {
  const socket = aSocket()
  const told: string[] = []
  const connection = openConnection({
    ...{ channelId: 'shop', storage, open: socket.open },
    onWelcome: () => void told.push('welcome'),
    onInterrupted: how => void told.push(how)
  })
  connection.begin()
  return { ...socket, told, connection }
}

test('somebody who returns after ten minutes without a network is the same visitor, and was told so meanwhile', () => {
  const { auths, told, welcomes, loses } = connect()
  welcomes('first')
  loses()
  jest.advanceTimersByTime(600_000)
  expect(told).toEqual(['welcome', 'interrupted'])
  page.dispatchEvent(new Event('online'))
  welcomes('first')
  expect(auths).toEqual([{ channelId: 'shop' }, { channelId: 'shop', token: 'first' }])
  expect(told).toEqual(['welcome', 'interrupted', 'welcome'])
})

test('an interruption of a moment is shown to nobody', () => {
  const { told, welcomes, loses } = connect()
  welcomes('first')
  loses()
  jest.advanceTimersByTime(1000)
  welcomes('first')
  jest.advanceTimersByTime(60_000)
  expect(told).toEqual(['welcome', 'welcome'])
})

test('a page restored from the browser’s cache reconnects: its connection slept as well', () => {
  const { auths, welcomes } = connect()
  welcomes('first')
  page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }))
  expect(auths).toHaveLength(1)
  page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  expect(auths).toEqual([{ channelId: 'shop' }, { channelId: 'shop', token: 'first' }])
})

test('of two tabs that become a visitor at the same moment, the later one becomes the other’s', () => {
  const kept = new Map<string, string>()
  const storage = { ...textStorage(() => ({}) as Storage, ''), get: (key: string) => kept.get(key) }
  storage.set = (key, text) => void kept.set(key, text)
  const [one, other] = [connect(storage), connect(storage)]
  one.welcomes('one')
  other.welcomes('other')
  expect([other.told, other.auths.at(-1)]).toEqual([[], { channelId: 'shop', token: 'one' }])
  other.welcomes('one')
  expect([other.told, kept.get('token')]).toEqual([['welcome'], 'one'])
})

test('a visitor whom the server sends away, or no longer admits, retries later, and is told that there is no such chat', () => {
  const { auths, told, welcomes, loses, refuses } = connect()
  welcomes('first')
  loses('io server disconnect')
  jest.advanceTimersByTime(10_000)
  expect(auths).toHaveLength(2)
  refuses('not-found')
  jest.advanceTimersByTime(10_000)
  expect(told.at(-1)).toBe('refused')
  expect(auths).toHaveLength(3)
})
