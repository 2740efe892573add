import { stdSerializers } from 'pino'

/**
 * Of an error what it is and where, without what people wrote: drivers hang whole documents on theirs, MongoDB names the key
 * that was there already, and JSON.parse quotes what it could not read.
 */
export function loggedError(error: Error): object {
  const { type, message, stack, code } = stdSerializers.err(error)
  return {
    type,
    message: withoutValues(message),
    stack: withoutValues(stack ?? ''),
    ...(code !== undefined && { code })
  }
}

const withoutValues = (text: string): string =>
  text
    .replace(/dup key: [^\n]*/g, 'dup key')
    .replace(/, (?:\.{3})?".*?"(?:\.{3})? is not valid JSON/gs, ' is not valid JSON')
