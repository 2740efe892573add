import type { Owner } from '@inbox/contracts'

/** The services in the order of the documents, with their default ports and purposes. */
export const owners: readonly { name: Owner; port: number; purpose: string }[] = [
  {
    name: 'inbox-gateway',
    port: 4100,
    purpose: 'Called by the browsers and scripts of agents, supervisors and administrators'
  },
  { name: 'channel-ingest', port: 4101, purpose: 'Called by channel adapters' },
  { name: 'queue', port: 4102, purpose: 'The life of conversations; its public calls are reached through the gateway' },
  { name: 'distribution', port: 4103, purpose: 'Who is offered what, and why' },
  { name: 'session-expiry', port: 4104, purpose: 'Session windows' },
  { name: 'presence', port: 4105, purpose: 'Who is connected' },
  {
    name: 'directory',
    port: 4106,
    purpose: 'Departments, agents, channels, sign-in; public calls through the gateway'
  },
  { name: 'channel-adapters', port: 4107, purpose: 'Translates between providers and the normal form' },
  { name: 'media', port: 4108, purpose: 'Keeps the files of messages' }
]

export const GATEWAY = 'inbox-gateway'

/** A service as an OpenAPI server: where it listens by default. */
export const serverOf = (name: Owner) => {
  const { port, purpose } = owners.find(owner => owner.name === name)!
  return { url: `http://localhost:${port}`, description: `${name}: ${purpose}` }
}
