import { expect, test } from '@jest/globals'
import { outboundGuard } from './outbound-guard.ts'

const mayReach = outboundGuard([])

test.each([
  ...['127.0.0.1', '0.0.0.0', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '100.64.0.1'],
  ...['192.0.2.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fd12::1', 'ff02::1', '2001:db8::1'],
  // the same addresses in disguise
  ...['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::7f00:1', '2002:7f00:1::', 'localhost', '0x7f.1', '']
])('%s cannot be reached', address => expect(mayReach(address)).toBe(false))

test.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])('%s can be reached', address =>
  expect(mayReach(address)).toBe(true)
)

test('own networks are reached if they are configured, and no others', () => {
  const guard = outboundGuard(['10.1.0.0/16', 'fd12::/16', 'loopback', '192.168.7.7'])
  const reached = ['10.1.255.1', 'fd12::9', '127.0.0.1', '::1', '192.168.7.7', '::ffff:127.0.0.1']
  expect(reached.filter(address => !guard(address))).toEqual([])
  expect(['10.2.0.1', 'fd13::9', '192.168.7.8', '169.254.169.254'].filter(guard)).toEqual([])
})

test.each(['intranet', '10.0.0.0/33', '10.0.0/8', 'fd12::/129', '10.0.0.0/', ''])('%s is not a network', network =>
  expect(() => outboundGuard([network])).toThrow(`${network} is not a network`)
)
