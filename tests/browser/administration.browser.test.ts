import { afterAll, beforeAll, describe } from '@jest/globals'
import { administration } from './stories/administration.ts'
import { everyScreen } from './stories/every-screen.ts'
import { newInstallation } from './stories/new-installation.ts'
import { supervision } from './stories/supervision.ts'
import { endAll, startAll, system } from './system.ts'

beforeAll(() => startAll(import.meta.url, { seed: false }), 240_000)
afterAll(endAll)

// first, because it needs an empty installation
describe('a new installation', newInstallation)
describe('an installation in use:', () => {
  beforeAll(() => system.seedDemo(), 120_000)
  describe('a supervisor', supervision)
  describe('an administrator', administration)
  describe('every screen', everyScreen)
})
