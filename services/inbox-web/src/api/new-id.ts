/** An id for what a call creates, which makes repeating the call idempotent. */
// randomUUID exists only in pages loaded over TLS or from this machine
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
