import { v7 } from 'uuid'

/** A new identifier: UUID version 7, which sorts by the time of its making (RFC 9562). */
export const newId = (): string => v7()
