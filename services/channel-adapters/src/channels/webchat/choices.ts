import type { ChannelAccount } from '@inbox/contracts'

/** Ids of the departments that visitors of a channel choose from; fewer than two are no choice. */
export function choicesOf({ settings: { askDepartment } }: Pick<ChannelAccount, 'settings'>): string[] {
  const ids = typeof askDepartment === 'string' ? [...new Set(askDepartment.split(',').map(id => id.trim()))] : []
  return ids.length > 1 ? ids : []
}
