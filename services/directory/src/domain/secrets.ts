import { hash } from 'node:crypto'

/** How secrets of high entropy are stored: reading the database reveals none of them. */
export const hashOf = (secret: string): string => hash('sha256', secret, 'base64url')
