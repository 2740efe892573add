import { stdSerializers } from 'pino'

/**
 * What an error is and where, without anything that people wrote: drivers attach whole documents to theirs, MongoDB
 * quotes the duplicate key, and JSON.parse quotes what it could not parse.
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
