import {
  getAgent,
  getCannedReply,
  getChannel,
  getDepartment,
  listCannedReplies,
  listServiceAccounts
} from '@inbox/contracts'
import { useQuery } from '@tanstack/react-query'
import { call } from './call.ts'
import { all, PAGE } from './directory.ts'
import { queries } from './queries.ts'

/** Lists and single entries of the directory for those who administer it; the lists that everybody needs: `directory.ts`. */
export const useCannedReplies = () =>
  useQuery({
    queryKey: ['canned-replies', 'all'],
    queryFn: () => all(cursor => call(listCannedReplies, { query: { limit: PAGE, cursor } }))
  })

export const useServiceAccounts = () =>
  useQuery({
    queryKey: ['service-accounts', 'all'],
    queryFn: () => all(cursor => call(listServiceAccounts, { query: { limit: PAGE, cursor } })),
    // when they were last used changes by itself
    staleTime: 0
  })

/** One entry as it is now; while it is being edited it is not read again by itself. */
const fresh = { staleTime: 0, gcTime: 0, refetchOnReconnect: false } as const
const one = <Answer>(kind: string, id: string, read: () => Promise<Answer>) =>
  useQuery({ queryKey: [kind, 'one', id], queryFn: read, ...fresh })

export const useDepartment = (id: string) => one('departments', id, () => call(getDepartment, { params: { id } }))
export const useAgent = (id: string) => one('agents', id, () => call(getAgent, { params: { id } }))
export const useChannel = (id: string) => one('channels', id, () => call(getChannel, { params: { id } }))
export const useCannedReply = (id: string) => one('canned-replies', id, () => call(getCannedReply, { params: { id } }))

/** After a change: every list of that kind is read again where it is shown. */
export const changed = (kind: 'departments' | 'agents' | 'channels' | 'canned-replies' | 'service-accounts') =>
  queries.invalidateQueries({ queryKey: [kind] })
