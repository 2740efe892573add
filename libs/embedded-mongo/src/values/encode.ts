import { BSON, type Doc } from './bson.ts'
import { fail } from './errors.ts'

/** The largest BSON that is ever made: a document of 16 MB in its envelope. */
const maxBytes = 17 * 1024 * 1024

/** Writes a document as BSON. Throws 10334 if it is too large. */
export function encode(document: Doc): Uint8Array {
  try {
    const bson = BSON.serialize(document)
    if (bson.length <= maxBytes) return bson
  } catch (error) {
    if ((error as Error).name !== 'RangeError') throw error
  }
  return fail(10334, `BSON document is larger than ${maxBytes} bytes`)
}
