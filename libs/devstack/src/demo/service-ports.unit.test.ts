import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { demandFreePorts, demoPorts, servicePorts } from './service-ports.ts'

describe('the services’ ports', () => {
  test('are the standard ones unless <SERVICE>_PORT says otherwise', () => {
    expect(servicePorts({ CHANNEL_INGEST_PORT: '5001' })).toMatchObject({ 'channel-ingest': 5001, queue: 4102 })
  })

  test('a value that is not a port is refused, naming its variable', () => {
    expect(() => servicePorts({ QUEUE_PORT: 'high' })).toThrow('QUEUE_PORT is not a valid port: high')
  })

  test('a port in use is reported with the variable that changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    // the standard ports may be in use, too
    const refused = demandFreePorts(servicePorts({ QUEUE_PORT: `${port}` }), demoPorts({ CUSTOMERS_PORT: `${port}` }))
    const lines = (await refused.catch((error: Error) => error.message))?.split('\n')
    const line = `port ${port} is in use: stop the program that uses it, or set`
    expect(lines).toEqual(expect.arrayContaining([`${line} QUEUE_PORT`, `${line} CUSTOMERS_PORT`]))
    other.close()
  })
})
