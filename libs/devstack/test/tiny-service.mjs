// Stands in for a service: reports how it was started, becomes ready, logs, and ends on SIGTERM.
import { createServer } from 'node:http'

const { QUEUE_PORT, RABBITMQ_URL, MONGODB_DATABASE_PREFIX, REDIS_PREFIX, GREETING } = process.env
createServer((request, response) => {
  console.log(JSON.stringify({ level: 'info', msg: request.url }))
  response.end(JSON.stringify({ RABBITMQ_URL, MONGODB_DATABASE_PREFIX, REDIS_PREFIX, GREETING, pid: process.pid }))
}).listen(Number(QUEUE_PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
