export { coalesceWrites } from './coalesce-writes.ts'
export { createDueTimers, type DueTimers } from './due-timers.ts'
export {
  BadEnvironment,
  baseConfig,
  list,
  mediaConfig,
  mongoConfig,
  port,
  publicConfig,
  readEnvironment,
  secrets
} from './environment.ts'
export { failPoint } from './fail-point.ts'
export { gather } from './gather.ts'
export { newId } from './id.ts'
export { freeWhatPasses } from './passing-bytes.ts'
export { createLater, type Pause, pause, startRepeating, untilDone } from './repeat.ts'
export { days, inBatches, keptSince, startRetention } from './retention.ts'
export { run } from './run.ts'
export { serially } from './serially.ts'
export { within } from './within.ts'
