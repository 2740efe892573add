/** Set in the systems of stories so that they need not wait for long. */
export const PRESENCE_TIMEOUT_MS = 3000
export const PRESENCE_PING_MS = 500
/** How long a visitor may be away. */
export const GONE_MS = 1500
