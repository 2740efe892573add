import { afterAll, beforeAll, describe } from '@jest/globals'
import { administration } from './stories/administration.ts'
import { everyScreen } from './stories/every-screen.ts'
import { supervision } from './stories/supervision.ts'
import { endAll, startAll } from './system.ts'

beforeAll(() => startAll(import.meta.url), 240_000)
afterAll(endAll)

describe('a supervisor', supervision)
describe('an administrator', administration)
describe('every screen', everyScreen)
