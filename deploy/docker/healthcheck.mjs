// Exit code 0 if the service in this container lives. Its port is that of its config.ts, unless <SERVICE>_PORT says otherwise.
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
const alive = await fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(2500) }).then(
  answer => answer.ok,
  () => false
)
process.exit(alive ? 0 : 1)
