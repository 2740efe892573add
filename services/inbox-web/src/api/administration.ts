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

/** Lists and single entries of the directory for administrators; `directory.ts` has the lists that everybody needs. */
export const useCannedReplies = () =>
  useQuery({
    queryKey: ['canned-replies', 'all'],
    queryFn: () => all(cursor => call(listCannedReplies, { query: { limit: PAGE, cursor } }))
  })

export const useServiceAccounts = () =>
  useQuery({
    queryKey: ['service-accounts', 'all'],
    queryFn: () => all(cursor => call(listServiceAccounts, { query: { limit: PAGE, cursor } })),
    // the time of their last use changes by itself
    staleTime: 0
  })

/** Reads an entry afresh, but does not refetch it while it is being edited. */
const fresh = { staleTime: 0, gcTime: 0, refetchOnReconnect: false } as const
const one = <Answer>(kind: string, id: string, read: () => Promise<Answer>) =>
  useQuery({ queryKey: [kind, 'one', id], queryFn: read, ...fresh })

export const useDepartment = (id: string) => one('departments', id, () => call(getDepartment, { params: { id } }))
export const useAgent = (id: string) => one('agents', id, () => call(getAgent, { params: { id } }))
export const useChannel = (id: string) => one('channels', id, () => call(getChannel, { params: { id } }))
export const useCannedReply = (id: string) => one('canned-replies', id, () => call(getCannedReply, { params: { id } }))

/** Call after a change: refetches every list of that kind where it is shown. */
export const changed = (kind: 'departments' | 'agents' | 'channels' | 'canned-replies' | 'service-accounts') =>
  queries.invalidateQueries({ queryKey: [kind] })
