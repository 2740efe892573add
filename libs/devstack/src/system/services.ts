/** The services and their default ports (see `<SERVICE>_PORT`), in the order in which to read them. */
export const standardPorts = {
  directory: 4106,
  presence: 4105,
  queue: 4102,
  distribution: 4103,
  'session-expiry': 4104,
  'channel-ingest': 4101,
  'channel-adapters': 4107,
  media: 4108,
  'inbox-gateway': 4100
} as const

export type Service = keyof typeof standardPorts
export const serviceNames = Object.keys(standardPorts) as Service[]

/** `channel-ingest` → `CHANNEL_INGEST`, the first part of its variables. */
export const variablePrefix = (service: Service): string => service.toUpperCase().replaceAll('-', '_')
