export {
  type Callback,
  CallbackError,
  type ConnectionTest,
  type OutboundMessage,
  type OutboundReaction,
  readCallback
} from './callback.ts'
export { createIngestClient, type IngestClient, type IngestClientOptions, IngestError } from './client.ts'
export type {
  Accepted,
  BatchResult,
  Contact,
  Content,
  DeliveryStatus,
  Departure,
  Echo,
  Edit,
  Identity,
  InboundMessage,
  Reaction,
  Revocation,
  Upload,
  Uploaded
} from './message.ts'
