import { addressOf, exchangeBytes } from './exchange-bytes.ts'
import { mongoCommand } from './mongo-command.ts'
import { redisCommand } from './redis-command.ts'

const AMQP_GREETING = Buffer.from('AMQP\0\0\x09\x01', 'latin1')
const METHOD_FRAME = 1

/** Whether a broker begins the AMQP 0-9-1 handshake at this URL. */
export const rabbitMqAnswers = (url: string): Promise<boolean> =>
  exchangeBytes(addressOf(url, 5672), AMQP_GREETING, received => received[0] === METHOD_FRAME).catch(() => false)

/** Whether Redis accepts commands at this URL (not while it is still loading its data). */
export const redisAnswers = (url: string): Promise<boolean> =>
  redisCommand(url, 'PING').then(
    reply => reply === 'PONG',
    () => false
  )

/** Whether a MongoDB that accepts writes answers at this URL. */
export const mongoDbAnswers = (url: string): Promise<boolean> =>
  mongoCommand(url, 'admin', { hello: 1 }).then(
    answer => answer.ok && answer.writable,
    () => false
  )
