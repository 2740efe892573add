export { type Broker, type BrokerOptions, connectBroker, type Subscription } from './broker.ts'
export { type Consumer, defineConsumer, type Order } from './define-consumer.ts'
export { type Handle, type Handler, type HandlingContext, on } from './handler.ts'
export { newEnvelope } from './new-envelope.ts'
