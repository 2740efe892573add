/** A name, a domain with everything below it, or an address. */
const DOMAIN = /^(?:\*\.)?(?!-)[a-z\d-]+(?:\.[a-z\d-]+)*$/
/** Names for which certificates are hard to get: of this machine and of local networks. */
const LOCAL = /^(?:[^.]+|[\d.]+|.*\.(?:localhost|local|internal|intranet|lan|test|home\.arpa))$/

/**
 * The domains (separated by commas) whose pages may show the chat, as sources of the policy `frame-ancestors`: with TLS
 * at any port, and without it where certificates are hard to get. `*.example.org` covers what is below example.org, not
 * itself. None given: all; only invalid ones: none.
 */
export function frameAncestors(allowedDomains: unknown): string {
  if (typeof allowedDomains !== 'string' || allowedDomains.trim() === '') return '*'
  const domains = allowedDomains.split(',').map(each => each.trim().toLowerCase())
  if (domains.includes('*')) return '*'
  const sources = domains.filter(each => DOMAIN.test(each)).flatMap(sourcesOf)
  return sources.join(' ') || "'none'"
}

const sourcesOf = (domain: string): string[] => [
  `https://${domain}:*`,
  ...(LOCAL.test(domain.replace(/^\*\./, '')) ? [`http://${domain}:*`] : [])
]
