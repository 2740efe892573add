import type { Envelope } from '@inbox/contracts'
import type { Isolated } from '@inbox/testing'
import { manageBroker, waitFor } from '@inbox/testing'

type Broker = Pick<Isolated, 'managementUrl' | 'vhost'>

interface Got {
  payload: string
  properties: { headers?: Record<string, unknown> }
}

const PAGE = 5000
const everything = { encoding: 'auto', count: PAGE }
const vhostOf = ({ vhost }: Broker) => encodeURIComponent(vhost)

export interface Parked {
  origin: string
  reason: string
  body: string
}

/** The parked messages; looking changes nothing. */
export async function parkedIn(broker: Broker): Promise<Parked[]> {
  const got = await manageBroker<Got[]>(broker.managementUrl, 'POST', `queues/${vhostOf(broker)}/parking/get`, {
    ...everything,
    ackmode: 'ack_requeue_true'
  })
  return (got ?? []).map(({ payload, properties: { headers = {} } }) => ({
    origin: String(headers['x-origin']),
    reason: String(headers['x-reason'] ?? JSON.stringify(headers['x-death'])),
    body: payload
  }))
}

/** A durable listener: unlike an exclusive one, it survives a crash of the broker. */
export interface Watch {
  /** Listens again to a deleted exchange as soon as it is redeclared. */
  listenAgain(exchange: string): Promise<void>
  /** Everything received since the start, in order of arrival. */
  read(): Promise<Envelope[]>
}

/** Listens to everything published to `exchanges` from now on. */
export async function startBrokerWatch(broker: Broker, name: string, exchanges: readonly string[]): Promise<Watch> {
  const { managementUrl } = broker
  const amqpQueue = `watch.${name}`
  await manageBroker(managementUrl, 'PUT', `queues/${vhostOf(broker)}/${amqpQueue}`, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum' }
  })
  const listenTo = (exchange: string) =>
    manageBroker(managementUrl, 'POST', `bindings/${vhostOf(broker)}/e/${exchange}/q/${amqpQueue}`, {
      routing_key: '#'
    })
  for (const exchange of exchanges) await listenTo(exchange)
  const read: Envelope[] = []
  const take = () =>
    manageBroker<Got[]>(managementUrl, 'POST', `queues/${vhostOf(broker)}/${amqpQueue}/get`, {
      ...everything,
      ackmode: 'ack_requeue_false'
    })
  return {
    async listenAgain(exchange) {
      const path = `exchanges/${vhostOf(broker)}/${exchange}`
      await waitFor(() => manageBroker(managementUrl, 'GET', path), { describe: `${exchange} to be declared again` })
      await listenTo(exchange)
    },
    async read() {
      for (let got = await take(); got && got.length > 0; got = await take())
        read.push(...got.map(({ payload }) => JSON.parse(payload) as Envelope))
      return read
    }
  }
}
