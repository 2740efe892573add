export { type Callback, CallbackError, readCallback } from './callback.ts'
export { createIngestClient, type IngestClient, type IngestClientOptions, IngestError } from './client.ts'
export type { Accepted, Content, DeliveryStatus, InboundMessage } from './message.ts'
