import { basename } from 'node:path'
import { type BackingServices, backingServices } from '../stores/backing-services.ts'
import { createVhost, deleteVhost } from '../stores/broker-management.ts'
import { mongoCommand } from '../stores/mongo-command.ts'
import { removeKeys } from '../stores/redis-command.ts'

/** A vhost, a database and a Redis prefix that nobody else uses. */
export interface Isolated extends AsyncDisposable {
  name: string
  /** With its own vhost as path. */
  rabbitmqUrl: string
  vhost: string
  /** With its own database as path. */
  mongodbUrl: string
  database: string
  redisUrl: string
  /** Ends in `:`. */
  redisPrefix: string
  managementUrl: string
  /** Removes everything. Close your own connections first. */
  remove(): Promise<void>
}

let made = 0

/** Unique across processes and time, readable, and at most 40 characters of `\w`, as database prefixes must be. */
function uniqueName(fileOrName: string): string {
  const readable = basename(fileOrName)
    .replace(/\.test\.ts$/, '')
    .replace(/\W+/g, '_')
    .slice(0, 18)
  return `${readable}_${Date.now().toString(36)}_${process.pid}_${++made}`
}

/**
 * Fresh stores for one test file: `const stores = await isolate(import.meta.url)`, and `afterAll(() =>
 * stores.remove())` after your own connections are closed. `own`: backing services to use instead of those that all
 * tests share.
 */
export async function isolate(fileOrName: string, own: Partial<BackingServices> = {}): Promise<Isolated> {
  const { rabbitmqUrl, managementUrl, redisUrl, mongodbUrl } = { ...backingServices(), ...own }
  const name = uniqueName(fileOrName)
  const redisPrefix = `${name}:`
  const remove = async () => {
    await Promise.all([
      deleteVhost(managementUrl, name),
      removeKeys(redisUrl, redisPrefix),
      mongoCommand(mongodbUrl, name, { dropDatabase: 1 })
    ])
  }
  return {
    name,
    rabbitmqUrl: await createVhost(managementUrl, rabbitmqUrl, name),
    vhost: name,
    mongodbUrl: withDatabase(mongodbUrl, name),
    database: name,
    redisUrl,
    redisPrefix,
    managementUrl,
    remove,
    [Symbol.asyncDispose]: remove
  }
}

/** `mongodb://host/?x=y` → `mongodb://host/<database>?x=y`. */
function withDatabase(mongodbUrl: string, database: string): string {
  const [, server, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(mongodbUrl) ?? []
  if (!server) throw new Error('MONGODB_URL is not a mongodb:// URL')
  return `${server}/${database}${options}`
}
