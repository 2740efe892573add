/** Names what a call is about, so that the same call made again is no other. */
// randomUUID exists only where the page came over TLS or from this machine
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
