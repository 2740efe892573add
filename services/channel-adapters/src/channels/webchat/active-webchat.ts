import type { ChannelAccount } from '@inbox/contracts'

interface Accounts {
  get(channelId: string): ChannelAccount | undefined
}

/** The account of a web chat that websites may show and visitors may use. */
export function activeWebchat(accounts: Accounts, channelId: string): ChannelAccount | undefined {
  const account = accounts.get(channelId)
  return account?.kind === 'webchat' && account.active ? account : undefined
}
