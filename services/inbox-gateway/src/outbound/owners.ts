import { type Operation, operations } from '@inbox/contracts'
import { type Client, createClient, type Forward } from '@inbox/http'
import type { Config } from '../config.ts'

/** The services that carry out what the gateway is asked to do. */
export interface Owners {
  queue: Client
  directory: Client
  presence: Client
}

const service = 'inbox-gateway'

export function createOwners(config: Config): Owners {
  const client = (baseUrl: string) => createClient({ baseUrl, service, secret: config.SERVICE_TOKEN_SECRET })
  return {
    queue: client(config.QUEUE_URL),
    directory: client(config.DIRECTORY_URL),
    presence: client(config.PRESENCE_URL)
  }
}

/** Every public operation of the other services, as the contracts list them. */
export function publicForwards(config: Config): Forward[] {
  const urls: Partial<Record<Operation['owner'], string>> = {
    queue: config.QUEUE_URL,
    directory: config.DIRECTORY_URL,
    distribution: config.DISTRIBUTION_URL,
    presence: config.PRESENCE_URL,
    'channel-adapters': config.CHANNEL_ADAPTERS_URL,
    media: config.MEDIA_URL
  }
  return operations.flatMap(operation => {
    const to = urls[operation.owner]
    return operation.public && to ? [{ operation, to, service, secret: config.SERVICE_TOKEN_SECRET }] : []
  })
}
