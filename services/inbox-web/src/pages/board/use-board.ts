import { getActivity, getMonitor, listWaitEstimates, type OperationAnswer } from '@inbox/contracts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { useReadAgain } from '../../live/use-read-again.ts'

export type Monitor = OperationAnswer<typeof getMonitor>

/** The query key of all figures on the board. */
const MONITOR = ['monitor']
const CALM_MS = 1500
/** For what no push reports, such as a new department. */
const SELDOM_MS = 30_000
const MINUTE_MS = 60_000

/** The current figures, refetched soon after the socket reports a change. */
export function useMonitor() {
  useReadAgain(MONITOR, CALM_MS)
  return useQuery({
    queryKey: ['monitor', 'now'],
    queryFn: () => call(getMonitor, {}),
    staleTime: 0,
    refetchInterval: SELDOM_MS
  })
}

/** How many seconds a contact who writes now would wait, by department; missing if too little was measured. */
export function useWaitEstimates(): ReadonlyMap<string, number | undefined> {
  const { data } = useQuery({
    queryKey: ['monitor', 'estimates'],
    queryFn: () => call(listWaitEstimates, {}),
    staleTime: 0,
    refetchInterval: SELDOM_MS
  })
  return new Map(data?.items.map(({ departmentId, estimateSeconds }) => [departmentId, estimateSeconds]))
}

/** How many hours to look back, and the step in minutes. */
export const spans = { '1': 5, '4': 15, '8': 30, '24': 60 } as const
export type Hours = keyof typeof spans

export const useActivity = (hours: Hours) =>
  useQuery({
    queryKey: ['activity', hours],
    queryFn: () => call(getActivity, { query: { hours: Number(hours), stepMinutes: spans[hours] } }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: MINUTE_MS
  })
