import { hash } from 'node:crypto'

/** How secrets of high entropy are kept: whoever reads the database learns none of them. */
export const hashOf = (secret: string): string => hash('sha256', secret, 'base64url')
