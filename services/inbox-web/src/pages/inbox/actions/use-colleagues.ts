import { listColleagues, type OperationAnswer } from '@inbox/contracts'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'

export type Colleague = OperationAnswer<typeof listColleagues>['items'][number]

const LIVE_MS = 2000

/** Colleagues in their current state, those who are there first; without agents with limit 0, who take nothing. */
export function useColleagues(): { people: Colleague[]; loading: boolean } {
  const { data, isPending } = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call(listColleagues, {}),
    refetchInterval: LIVE_MS,
    staleTime: 0
  })
  const people = (data?.items ?? [])
    .filter(({ limit }) => limit > 0)
    .sort((a, b) => Number(isThere(b)) - Number(isThere(a)) || a.name.localeCompare(b.name))
  return { people, loading: isPending }
}

export const isThere = ({ status, link }: Colleague): boolean => status === 'available' && link === 'connected'
export const hasRoom = ({ load, limit }: Colleague): boolean => load < limit
