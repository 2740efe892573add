import { afterAll, beforeAll, describe } from '@jest/globals'
import { agent } from './stories/agent.ts'
import { attaching } from './stories/attaching.ts'
import { changedMessages } from './stories/changed-messages.ts'

import { order } from './stories/order.ts'
import { productRules } from './stories/product-rules.ts'
import { reading } from './stories/reading.ts'
import { webChat } from './stories/web-chat.ts'
import { writing } from './stories/writing.ts'
import { endAll, startAll } from './system.ts'

beforeAll(() => startAll(import.meta.url), 240_000)
afterAll(endAll)

describe('the rules of the inbox', productRules)
describe('an agent', agent)
describe('reading', reading)
describe('what stands first:', order)
describe('writing', writing)
describe('attaching files', attaching)
describe('web chat', webChat)
describe('changed messages', changedMessages)
