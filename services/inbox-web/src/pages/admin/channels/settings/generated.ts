const SECRET_BYTES = 32
const random = () => crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
const hex = () => Array.from(random(), byte => byte.toString(16).padStart(2, '0')).join('')

/** Makers of secrets that we give to others instead of getting them; by name. */
export const generated: Readonly<Record<string, () => string>> = {
  // the format of the Standard Webhooks specification
  secret: () => `whsec_${btoa(String.fromCharCode(...random()))}`,
  identityKey: hex,
  verifyToken: hex
}
