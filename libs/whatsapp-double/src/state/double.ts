import { createNotifier, type Notifier } from '../webhooks/notify.ts'
import { createFaults, type Faults } from './faults.ts'
import { createLog, type Log } from './log.ts'
import { createWorld, type World } from './world.ts'

/** Everything that the parts of the double share. */
export interface Double {
  world: World
  faults: Faults
  log: Log
  notifier: Notifier
  /** Its own address, known once it listens. */
  base: string
}

export function createDouble(): Double {
  const [world, faults, log] = [createWorld(), createFaults(), createLog()]
  return { world, faults, log, notifier: createNotifier(world, faults, log), base: '' }
}
