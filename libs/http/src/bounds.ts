import type { LargestBody } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'

const DEEPEST = 32

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Refuses JSON that would cost more to parse than its length suggests (nested too deeply, or with too many values), or
 * that has `__proto__` as a name: JSON.parse makes it an own property, which a later copy would turn into a prototype.
 * Scans the bytes once; invalid JSON is left to the parser.
 */
export function refuseUnbounded(body: Buffer, { values: most }: Pick<LargestBody, 'values'>): void {
  let depth = 0
  let values = 0
  for (let at = 0; at < body.length; at++) {
    switch (body[at]) {
      case QUOTE: {
        const end = endOfString(body, at)
        if (isPrototype(body, at, end)) refuse('must not contain a property named __proto__')
        at = end
        break
      }
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (++depth > DEEPEST) refuse(`must not be nested more than ${DEEPEST} levels deep`)
        if (++values > most) refuse(`must not contain more than ${most} values`)
        break
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth--
        break
      case COMMA:
        if (++values > most) refuse(`must not contain more than ${most} values`)
    }
  }
}

/** The position of the closing quote, or the end of the text if there is none. */
function endOfString(body: Buffer, open: number): number {
  let at = open + 1
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1
  return at
}

const PROTOTYPE = Buffer.from('__proto__')
/** With every letter written as an escape. */
const MAX_PROTOTYPE_LENGTH = PROTOTYPE.length * '\\u0000'.length

function isPrototype(body: Buffer, open: number, close: number): boolean {
  const length = close - open - 1
  if (length < PROTOTYPE.length || length > MAX_PROTOTYPE_LENGTH || !isName(body, close)) return false
  // comparing every string of that length would cost more than all the rest
  if (length === PROTOTYPE.length)
    return body[open + 1] === PROTOTYPE[0] && body.compare(PROTOTYPE, 0, length, open + 1, close) === 0
  return unescaped(body.toString('latin1', open, close + 1)) === '__proto__'
}

function isName(body: Buffer, close: number): boolean {
  let at = close + 1
  while (at < body.length && body[at]! <= 0x20) at++
  return body[at] === COLON
}

function unescaped(quoted: string): unknown {
  try {
    return JSON.parse(quoted)
  } catch {
    return undefined
  }
}

function refuse(message: string): never {
  throw new Malformed(`The body ${message}`, [{ path: 'body', message }])
}
