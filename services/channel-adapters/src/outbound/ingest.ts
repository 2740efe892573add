import {
  type MediaFacts,
  type Operation,
  type OperationAnswer,
  postDeparture,
  postEcho,
  postEdit,
  postIdentity,
  postMessage,
  postRating,
  postReaction,
  postRevocation,
  postStatus,
  postTyping,
  uploadMedia
} from '@inbox/contracts'
import type { Bytes, Client } from '@inbox/http'
import type { Rejection, Result } from '@inbox/kernel'
import type { z } from 'zod'

type Tell<Op extends Operation> = (
  channelId: string,
  body: z.input<Op['body']>
) => Promise<Result<OperationAnswer<Op>, Rejection>>

/** A file of a message. */
export interface InboundFile {
  bytes: Bytes
  name?: string | undefined
}

/** What any adapter may tell channel-ingest, for any of our channels. All calls throw Retryable while it is away. */
export interface Ingest {
  /** Resolves once channel-ingest holds it; the same `messageId` is the same message. */
  message: Tell<typeof postMessage>
  status: Tell<typeof postStatus>
  echo: Tell<typeof postEcho>
  reaction: Tell<typeof postReaction>
  rating: Tell<typeof postRating>
  edit: Tell<typeof postEdit>
  revocation: Tell<typeof postRevocation>
  identity: Tell<typeof postIdentity>
  typing: Tell<typeof postTyping>
  departure: Tell<typeof postDeparture>
  /** Resolves once media stores it: for a day, and for as long as a message names it. */
  upload(channelId: string, file: InboundFile): Promise<Result<MediaFacts, Rejection>>
}

/** `client` calls channel-ingest. */
export function createIngest(client: Client): Ingest {
  const tell =
    <Op extends Operation>(operation: Op): Tell<Op> =>
    (channelId, body) =>
      client.call(operation, { channelId, body } as never)
  return {
    message: tell(postMessage),
    status: tell(postStatus),
    echo: tell(postEcho),
    reaction: tell(postReaction),
    rating: tell(postRating),
    edit: tell(postEdit),
    revocation: tell(postRevocation),
    identity: tell(postIdentity),
    typing: tell(postTyping),
    departure: tell(postDeparture),
    upload: (channelId, { bytes, name }) => client.call(uploadMedia, { channelId, query: { name }, bytes })
  }
}
