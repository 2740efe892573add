import { type Agent, type Department, listAgents, listChannels, listDepartments } from '@inbox/contracts'
import { useQuery } from '@tanstack/react-query'
import { call } from './call.ts'

/** The largest page allowed; larger installations are read page by page. */
export const PAGE = 200

const none: ReadonlyMap<string, never> = new Map<string, never>()

/** Every item of a paged list, by id. */
export async function all<Item extends { id: string }>(
  read: (cursor: string | undefined) => Promise<{ items: Item[]; nextCursor: string | null }>
): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>()
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    for (const item of page.items) found.set(item.id, item)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}

/** All departments by id, as a query. */
export const useDepartmentList = () =>
  useQuery({
    queryKey: ['departments'],
    queryFn: () => all(cursor => call(listDepartments, { query: { limit: PAGE, cursor } }))
  })

/** All agents by id, as a query. */
export const useAgentList = () =>
  useQuery({
    queryKey: ['agents'],
    queryFn: () => all(cursor => call(listAgents, { query: { limit: PAGE, cursor } }))
  })

/** All departments by id; empty until loaded. */
export const useDepartments = (): ReadonlyMap<string, Department> => useDepartmentList().data ?? none

/** All agents by id; empty until loaded. */
export const useAgents = (): ReadonlyMap<string, Agent> => useAgentList().data ?? none

/** All channels by id, as a query. */
export const useChannels = () =>
  useQuery({
    queryKey: ['channels'],
    queryFn: () => all(cursor => call(listChannels, { query: { limit: PAGE, cursor } }))
  })
