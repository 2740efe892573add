import type { System } from '@inbox/devstack'
import type { Team, TeamOptions } from '../team.ts'

/** Tests in a running system that others use at the same time: each works with its own team. */
export type Stories = (system: () => System, formTeam: (options: TeamOptions) => Promise<Team>) => void
