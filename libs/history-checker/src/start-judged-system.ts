import { type System, type SystemOptions, startSystem } from '@inbox/devstack'
import { linesThatTell, storedPersonalData } from './personal-data.ts'

/** A system for a test; ending it rejects if a service logged, at INFO or above, what people write or who they are. */
export const startJudgedSystem = (fileOrName: string, options: SystemOptions = {}): Promise<System> =>
  startSystem(fileOrName, {
    ...options,
    async judge(lines, stores) {
      const telling = linesThatTell(lines, await storedPersonalData(stores))
      if (telling.length > 0) throw new Error(`logs must not tell this:\n${telling.slice(0, 10).join('\n')}`)
    }
  })
