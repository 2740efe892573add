import { afterAll, beforeAll, describe } from '@jest/globals'
import { agentLost, loseAgent } from './stories/agent-lost.ts'
import { alerts } from './stories/alerts.ts'
import { awayNetwork, goAway } from './stories/away-network.ts'
import { beginClosing, closingWindow } from './stories/closing-window.ts'
import { comingBack, keepCalling } from './stories/coming-back.ts'
import { hiddenTab, hideTab } from './stories/hidden-tab.ts'
import { longList } from './stories/long-list.ts'
import { newGateway } from './stories/new-gateway.ts'
import { together } from './stories/together.ts'
import { endAll, startAll } from './system.ts'

beforeAll(async () => {
  await startAll(import.meta.url)
  // what has to wait for a real clock runs alongside the other stories
  goAway()
  loseAgent()
  keepCalling()
  beginClosing()
  hideTab()
}, 240_000)
afterAll(endAll)

describe('agents together', together)
describe('what alerts an agent:', alerts)
describe('rule 4: a window that closes while an agent looks', closingWindow)
describe('rule 5: a network that is down', awayNetwork)
describe('an agent whom a visitor of web chat loses', agentLost)
describe('a connection that is restored', comingBack)
describe('a tab that nobody looks at', hiddenTab)
describe('a long list', longList)
// last, because it also cuts off everybody else
describe('a gateway that dies', newGateway)
