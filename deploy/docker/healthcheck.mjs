// Exit code 0 if the service in this container is alive. Its port is the one in its config.ts, unless <SERVICE>_PORT is set.
// Does not use fetch: loading it would take as long as everything else, every ten seconds in every container.
import { get } from 'node:http'

const standard = {
  'inbox-gateway': 4100,
  'channel-ingest': 4101,
  queue: 4102,
  distribution: 4103,
  'session-expiry': 4104,
  presence: 4105,
  directory: 4106,
  'channel-adapters': 4107,
  media: 4108
}
const { SERVICE, ...env } = process.env
const port = env[`${SERVICE.toUpperCase().replaceAll('-', '_')}_PORT`] || standard[SERVICE]
get({ host: '127.0.0.1', port, path: '/livez', timeout: 2500 }, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1)
)
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1))
