import type { LargestBody } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'

const DEEPEST = 32

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Refuses a JSON text that would cost more to parse than its length tells: nested too deeply, of too many values, or with
 * `__proto__` for a name, of which JSON.parse makes an own property that a later copy would turn into a prototype. Goes
 * over the bytes once; what is no JSON is left to its parser.
 */
export function refuseUnbounded(body: Buffer, { values: most }: Pick<LargestBody, 'values'>): void {
  let depth = 0
  let values = 0
  for (let at = 0; at < body.length; at++) {
    switch (body[at]) {
      case QUOTE: {
        const end = endOfString(body, at)
        if (isPrototype(body, at, end)) refuse('must not have __proto__ for a name')
        at = end
        break
      }
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (++depth > DEEPEST) refuse(`must not be nested deeper than ${DEEPEST}`)
        if (++values > most) refuse(`must not hold more than ${most} values`)
        break
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth--
        break
      case COMMA:
        if (++values > most) refuse(`must not hold more than ${most} values`)
    }
  }
}

/** Where the closing quote is, or the end of a text that has none. */
function endOfString(body: Buffer, open: number): number {
  let at = open + 1
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1
  return at
}

const PROTOTYPE = Buffer.from('__proto__')
/** Of every letter written as an escape. */
const MAX_PROTOTYPE_LENGTH = PROTOTYPE.length * '\\u0000'.length

function isPrototype(body: Buffer, open: number, close: number): boolean {
  const length = close - open - 1
  if (length < PROTOTYPE.length || length > MAX_PROTOTYPE_LENGTH || !isName(body, close)) return false
  // of all strings of that length, to compare each costs more than all else that is done with it
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
