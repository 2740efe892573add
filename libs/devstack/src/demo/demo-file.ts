import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Infrastructure } from '../backing-services/start-infrastructure.ts'
import type { Service } from '../system/services.ts'
import { urlOf } from '../system/start-services.ts'
import { writeFileWhole } from '../write-file-whole.ts'
import type { DemoData } from './seed-demo.ts'

/** `demo.json`, through which scripts find the running system. */
export interface DemoFile extends DemoData {
  /** The shop whose visitors use web chat; /phone shows a customer's phone with WhatsApp, /mail their mailboxes. */
  customers: string
  /** The WhatsApp double: its API, and /control for scripting it. */
  whatsappDouble: string
  /** Everybody's SMTP server, and our mailboxes' IMAP server if there is a real one. Customers read at /mail. */
  mail: { smtp: string; imap?: string }
  gateway: string
  ingest: string
  adapters: string
  presence: string
  directory: string
  queue: string
  media: string
  rabbitmq: string
  redis: string
  mongodb: string
  pids: Partial<Record<Service, number>>
}

export const demoFileContent = (
  ports: Record<Service, number>,
  { customers, whatsappDouble, mail }: Pick<DemoFile, 'customers' | 'whatsappDouble' | 'mail'>,
  infrastructure: Infrastructure,
  demo: DemoData,
  pids: DemoFile['pids']
): DemoFile => ({
  customers,
  whatsappDouble,
  mail,
  gateway: urlOf(ports['inbox-gateway']),
  ingest: urlOf(ports['channel-ingest']),
  adapters: urlOf(ports['channel-adapters']),
  presence: urlOf(ports.presence),
  directory: urlOf(ports.directory),
  queue: urlOf(ports.queue),
  media: urlOf(ports.media),
  rabbitmq: infrastructure.rabbitmq.url,
  redis: infrastructure.redis.url,
  mongodb: infrastructure.mongodb.url,
  ...demo,
  pids
})

/** Keeps `<dataDir>/demo.json` up to date, one write after the other; disposing removes it. */
export function openDemoFile(dataDir: string) {
  const path = join(dataDir, 'demo.json')
  let last: Promise<void> = rm(path, { force: true })
  let closed = false
  return {
    write(content: DemoFile): Promise<void> {
      last = last.then(() => (closed ? undefined : writeFileWhole(path, content)))
      return last
    },
    async [Symbol.asyncDispose]() {
      closed = true
      await last
      await rm(path, { force: true })
    }
  }
}
