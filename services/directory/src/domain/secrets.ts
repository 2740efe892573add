import { createHash } from 'node:crypto'

/** How secrets of high entropy are kept: whoever reads the database learns none of them. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
