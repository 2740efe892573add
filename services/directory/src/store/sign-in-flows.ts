import { type Collection, ensureIndexes, storageCall } from '@inbox/storage'

/** A sign-in that was sent to the identity provider and is expected back. */
export interface FlowDocument {
  /** SHA-256 of the secret that the browser keeps. */
  _id: string
  state: string
  nonce: string
  codeVerifier: string
  expiresAt: Date
}

/** Each flow comes back once; the database removes those that never do. */
export async function openSignInFlows(flows: Collection<FlowDocument>) {
  await ensureIndexes(flows, [{ key: { expiresAt: 1 }, name: 'expired', expireAfterSeconds: 0 }])
  return {
    begin: (flow: FlowDocument) => storageCall(() => flows.insertOne(flow)),
    take: (id: string, now: Date) => storageCall(() => flows.findOneAndDelete({ _id: id, expiresAt: { $gt: now } }))
  }
}
export type SignInFlows = Awaited<ReturnType<typeof openSignInFlows>>
