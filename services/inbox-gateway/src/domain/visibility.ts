import type { Agent, ConversationSummary, Role } from '@inbox/contracts'

/** What decides what a signed-in person may see. */
export interface Viewer {
  id: string
  role: Role
  departmentIds: readonly string[]
}

/** Where pushes go; a socket joins the rooms of its viewer. */
export type Room = `agent:${string}` | `department:${string}` | 'supervisors'
export const agentRoom = (id: string): Room => `agent:${id}`
export const departmentRoom = (id: string): Room => `department:${id}`

const supervises = ({ role }: Pick<Viewer, 'role'>) => role !== 'agent'

/** Supervisors and admins see everything; agents see what is theirs and their departments'. */
export const roomsOf = (viewer: Viewer): Room[] => [
  agentRoom(viewer.id),
  ...(supervises(viewer) ? (['supervisors'] as const) : viewer.departmentIds.map(departmentRoom))
]

type VisibilityFields = Pick<ConversationSummary, 'departmentId' | 'agent' | 'offer'>

/** The rooms of everybody who may see a conversation. */
export const roomsSeeing = ({ departmentId, agent, offer }: VisibilityFields): Room[] => [
  departmentRoom(departmentId),
  'supervisors',
  ...(agent ? [agentRoom(agent.id)] : []),
  ...(offer && offer.agentId !== agent?.id ? [agentRoom(offer.agentId)] : [])
]

export function maySee(viewer: Viewer, conversation: VisibilityFields): boolean {
  const rooms = roomsSeeing(conversation)
  return roomsOf(viewer).some(room => rooms.includes(room))
}

/** The rooms of everybody who may see an agent's presence. */
export const roomsSeeingPresence = (agentId: string, agent: Pick<Agent, 'departmentIds'> | undefined): Room[] => [
  agentRoom(agentId),
  'supervisors',
  ...(agent?.departmentIds ?? []).map(departmentRoom)
]

export const maySeePresence = (
  viewer: Viewer,
  agentId: string,
  agent: Pick<Agent, 'departmentIds'> | undefined
): boolean => {
  const rooms = roomsSeeingPresence(agentId, agent)
  return roomsOf(viewer).some(room => rooms.includes(room))
}
