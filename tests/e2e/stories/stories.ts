import type { System } from '@inbox/devstack'
import type { Team, TeamOptions } from '../team.ts'

/** Tests in a running system that others use beside them: each works with a team of its own. */
export type Stories = (system: () => System, formTeam: (options: TeamOptions) => Promise<Team>) => void
