const SECRET_BYTES = 32
const random = () => crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
const hex = () => Array.from(random(), byte => byte.toString(16).padStart(2, '0')).join('')

/** Secrets that nobody gives to us, because we give them to others; by their names. */
export const generated: Readonly<Record<string, () => string>> = {
  // as the Standard Webhooks specification has it
  secret: () => `whsec_${btoa(String.fromCharCode(...random()))}`,
  identityKey: hex,
  verifyToken: hex
}
