import { AmqplibInstrumentation } from '@opentelemetry/instrumentation-amqplib'
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis'
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb'
import { SocketIoInstrumentation } from '@opentelemetry/instrumentation-socket.io'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { register } from 'import-in-the-middle/register-hooks.mjs'

/** Exports spans to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names; disposing waits at most 2 s for the last ones. */
export function openTraces(service: string): AsyncDisposable {
  // Without this hook only CommonJS imports would be traced.
  register()
  const sdk = new NodeSDK({
    serviceName: service,
    instrumentations: [
      new HttpInstrumentation(),
      new ExpressInstrumentation(),
      new AmqplibInstrumentation(),
      new IORedisInstrumentation(),
      new MongoDBInstrumentation(),
      new SocketIoInstrumentation()
    ]
  })
  sdk.start()
  return {
    async [Symbol.asyncDispose]() {
      const patience = new Promise(resolve => setTimeout(resolve, 2000).unref())
      await Promise.race([sdk.shutdown().catch(() => undefined), patience])
    }
  }
}
