import type { Tab } from '@inbox/contracts'
import { type ConversationFilter, type Reader, supervises, tabFilterOf } from '../domain/access.ts'
import { scopesOf, visibleTo } from './tabs.ts'

/** Where a search looks: in one tab, or everywhere the reader may see. */
export function searchScopeOf(reader: Reader, wanted: ConversationFilter & { tab?: Tab | undefined }) {
  const { tab, departmentId, channelId, agentId } = wanted
  const everywhere = {
    ...visibleTo(reader),
    ...(departmentId !== undefined && { departmentId }),
    ...(channelId !== undefined && { 'channel.id': channelId }),
    ...(agentId !== undefined && { assignees: agentId })
  }
  return {
    scopes: tab ? scopesOf(tab, tabFilterOf(tab, reader, wanted)) : [everywhere],
    ...(!supervises(reader) && { departmentIds: reader.departmentIds })
  }
}
