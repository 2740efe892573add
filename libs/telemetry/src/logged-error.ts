import { stdSerializers } from 'pino'

/** Of an error what it is and where: drivers hang whole documents on theirs, with what people wrote. */
export function loggedError(error: Error): object {
  const { type, message, stack, code } = stdSerializers.err(error)
  return { type, message, stack, ...(code !== undefined && { code }) }
}
