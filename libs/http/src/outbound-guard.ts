import { BlockList, isIP, isIPv6 } from 'node:net'

/**
 * Where no name of the public internet may lead: https://www.iana.org/assignments/iana-ipv4-special-registry and its
 * IPv6 sibling.
 */
const SPECIAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/127',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8'
]
/** The same names as for trusted proxies. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']
}

/**
 * Whether we may connect to an address that somebody else named. `allowed`: networks of one's own, as addresses,
 * `address/bits`, `loopback` or `uniquelocal`; throws TypeError for anything else.
 */
export function outboundGuard(allowed: readonly string[]): (address: string) => boolean {
  const special = listOf(SPECIAL)
  const own = listOf(allowed.flatMap(network => NAMED[network] ?? [network]))
  return address => isIP(address) !== 0 && (isIn(own, address) || !isIn(special, address))
}

const isIn = (list: BlockList, address: string) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    const most = family === 'ipv6' ? 128 : 32
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
    if (isIP(address) === 0 || !(prefix <= most)) throw new TypeError(`${network} is not a network`)
    list.addSubnet(address, prefix, family)
  }
  return list
}
