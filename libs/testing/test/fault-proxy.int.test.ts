import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type FaultProxy, startFaultProxy } from '../src/network/fault-proxy.ts'
import { waitFor } from '../src/waiting/wait-for.ts'

let arrived = ''
const echo = createServer(socket => {
  socket
    .on('error', () => {})
    .on('data', chunk => {
      arrived += chunk
    })
  socket.pipe(socket)
})
let proxy: FaultProxy

beforeAll(async () => {
  await once(echo.listen(0, '127.0.0.1'), 'listening')
  proxy = await startFaultProxy(`redis://someone:secret@127.0.0.1:${(echo.address() as AddressInfo).port}/3`)
})
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  echo.close()
})

async function client(): Promise<Socket & { heard: string; gone: boolean }> {
  const socket = Object.assign(connect(proxy.port, '127.0.0.1'), { heard: '', gone: false })
  socket.on('data', chunk => {
    socket.heard += chunk
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    socket.gone = true
  })
  await waitFor(() => !socket.connecting || socket.gone)
  return socket
}

describe('fault proxy', () => {
  test('passes bytes both ways and keeps user and path of the URL', async () => {
    expect(proxy.url).toBe(`redis://someone:secret@127.0.0.1:${proxy.port}/3`)
    const socket = await client()
    socket.write('hello')
    await waitFor(() => socket.heard === 'hello')
    socket.destroy()
  })

  test('cut resets open connections, and new ones work', async () => {
    const first = await client()
    first.write('x')
    await waitFor(() => first.heard === 'x')
    proxy.cut()
    await waitFor(() => first.gone)
    const second = await client()
    second.write('y')
    await waitFor(() => second.heard === 'y')
    second.destroy()
  })

  test('refuse resets new connections until healed', async () => {
    proxy.refuse()
    const refused = await client()
    await waitFor(() => refused.gone)
    proxy.heal()
    const socket = await client()
    socket.write('z')
    await waitFor(() => socket.heard === 'z')
    socket.destroy()
  })

  test('stall forwards nothing, and after healing everything in order', async () => {
    const socket = await client()
    proxy.stall()
    socket.write('one ')
    const other = await client()
    proxy.delay(1)
    other.write('later')
    await waitFor(() => other.heard === 'later')
    proxy.stall()
    socket.write('two ')
    proxy.heal()
    socket.write('three')
    await waitFor(() => socket.heard === 'one two three')
    expect(socket.gone).toBe(false)
    socket.destroy()
    other.destroy()
  })

  test('abandoned connections forward nothing, not even what was held back before, and new ones work', async () => {
    const first = await client()
    proxy.stall()
    first.write('held up')
    const second = await client()
    proxy.abandon()
    proxy.heal()
    first.write('too late')
    const third = await client()
    third.write('new')
    await waitFor(() => third.heard === 'new')
    expect(arrived.endsWith('new')).toBe(true)
    expect(arrived).not.toContain('held up')
    expect(first.gone).toBe(false)
    for (const socket of [first, second, third]) socket.destroy()
  })
})
