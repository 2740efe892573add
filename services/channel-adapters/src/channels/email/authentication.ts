import { domainOf } from './address.ts'
import type { Headers } from './mime/headers.ts'

/** What the mailbox's server says about a sender; `fail`: not who the mail claims. */
export type Authentication = 'pass' | 'fail' | 'none'

/** Names by which providers' servers call themselves, if not by the name of the fetching host. */
const CALLED: Readonly<Record<string, string>> = { 'gmail.com': 'google.com', 'googlemail.com': 'google.com' }

/** The last two labels of a host name: enough to recognise one's own servers. */
const organizationOf = (host: string) => host.toLowerCase().replace(/:\d+$/, '').split('.').slice(-2).join('.')

/**
 * What our own server wrote into Authentication-Results (RFC 8601); anybody can forge those of other servers.
 * `ownHosts`: the server that mail is fetched from, and the domain of the mailbox.
 */
export function authenticationOf(
  headers: Headers,
  from: string | undefined,
  ownHosts: readonly string[]
): Authentication {
  const own = new Set(ownHosts.map(organizationOf).flatMap(name => [name, CALLED[name] ?? name]))
  const results = headers.all('authentication-results').map(parsed)
  const ours = results.find(({ server }) => own.has(organizationOf(server)))
  if (!ours || from === undefined) return 'none'
  const dmarc = ours.methods.find(({ method }) => method === 'dmarc')?.result
  if (dmarc === 'pass') return 'pass'
  if (dmarc === 'fail') return 'fail'
  const domain = organizationOf(domainOf(from))
  const signed = ours.methods.filter(({ method }) => method === 'dkim' || method === 'spf')
  if (signed.some(({ result, domains }) => result === 'pass' && domains.some(each => organizationOf(each) === domain)))
    return 'pass'
  return signed.some(({ result }) => result === 'fail') ? 'fail' : 'none'
}

interface Results {
  server: string
  methods: { method: string; result: string; domains: string[] }[]
}

function parsed(value: string): Results {
  // comments may appear anywhere, and may contain what looks like results
  const [server = '', ...methods] = value.replace(/\([^()]*\)/g, ' ').split(';')
  return {
    server: server.trim().split(/\s+/)[0] ?? '',
    methods: methods.flatMap(text => {
      const [, method, result] = /^\s*([\w-]+)(?:\/\d+)?\s*=\s*(\w+)/.exec(text) ?? []
      if (!method || !result) return []
      const named = [...text.matchAll(/(?:header\.(?:d|i|from)|smtp\.(?:mailfrom|helo))\s*=\s*"?([^\s;"]+)/gi)]
      const domains = named.map(([, name]) => name!.slice(name!.lastIndexOf('@') + 1))
      return [{ method: method.toLowerCase(), result: result.toLowerCase(), domains }]
    })
  }
}
