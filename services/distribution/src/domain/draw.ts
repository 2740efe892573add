import { createHmac } from 'node:crypto'

/** The subject of a draw; the same subject always yields the same result. */
export interface Subject {
  conversationId: string
  offerNumber: number
}

export interface Draw {
  /** HMAC-SHA-256 (hex) over `conversationId:offerNumber`. */
  proof: string
  index: number
}

const BYTES = 6
const RANGE = 2 ** (8 * BYTES)

/** An index from 0 to `size` − 1, equally likely; only holders of `secret` can predict, and can recompute, it. */
export function draw(secret: string, { conversationId, offerNumber }: Subject, size: number): Draw {
  const about = `${conversationId}:${offerNumber}`
  const proof = createHmac('sha256', secret).update(about).digest()
  // values beyond the last whole multiple of `size` would favour the first ones
  const fair = RANGE - (RANGE % size)
  for (let block = proof, round = 1; ; round++) {
    for (let at = 0; at + BYTES <= block.length; at += BYTES) {
      const number = block.readUIntBE(at, BYTES)
      if (number < fair) return { proof: proof.toString('hex'), index: number % size }
    }
    block = createHmac('sha256', secret).update(`${about}:${round}`).digest()
  }
}
