import { afterAll, beforeAll, describe } from '@jest/globals'
import { authorisation } from './operations/authorisation.ts'
import { hostileCalls } from './operations/hostile.ts'
import { startAll, system } from './operations/system.ts'

beforeAll(() => startAll(import.meta.url), 60_000)
afterAll(() => system?.stop())

describe('every operation opens to those it is for:', authorisation)
// afterwards: they change what they may
describe('every operation stands what is hostile:', hostileCalls)
