import type { ChannelAccount } from '@inbox/contracts'

/** What is needed to call the Cloud API for a channel. */
export interface Api {
  phoneNumberId: string
  accessToken: string
  businessAccountId?: string | undefined
  /** The calls' base address, without a trailing slash: `https://graph.facebook.com/v24.0`. */
  base: string
}

const META = 'https://graph.facebook.com'
const VERSION = 'v24.0'

const textIn = (settings: ChannelAccount['settings'], name: string): string | undefined => {
  const value = settings[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Undefined as long as the channel has no number or no token. */
export function apiOf(settings: ChannelAccount['settings']): Api | undefined {
  const [phoneNumberId, accessToken] = [textIn(settings, 'phoneNumberId'), textIn(settings, 'accessToken')]
  if (phoneNumberId === undefined || accessToken === undefined) return undefined
  const host = (textIn(settings, 'baseUrl') ?? META).replace(/\/+$/, '')
  const base = `${host}/${textIn(settings, 'apiVersion') ?? VERSION}`
  return { phoneNumberId, accessToken, businessAccountId: textIn(settings, 'businessAccountId'), base }
}

export const appSecretOf = (settings: ChannelAccount['settings']): string | undefined => textIn(settings, 'appSecret')
export const verifyTokenOf = (settings: ChannelAccount['settings']): string | undefined =>
  textIn(settings, 'verifyToken')
