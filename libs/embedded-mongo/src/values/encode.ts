import { BSON, type Doc } from './bson.ts'
import { fail } from './errors.ts'

/** The largest BSON ever made: a document of 16 MB in an envelope of 16 KB. */
const maxBytes = (16 * 1024 + 16) * 1024

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
