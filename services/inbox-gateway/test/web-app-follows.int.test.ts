import { startFaultProxy, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, test } from '@jest/globals'
import { anAgent } from './builders.ts'
import { assertFollows } from './following-scenario.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { openWebClient } from './web-client.ts'

const ana = anAgent('ana')
let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGateway(import.meta.url)
})
afterAll(() => gateway.stop())

test('I12: whatever is lost, duplicated and reordered, and whoever restarts, the web app ends with the server’s state', async () => {
  await using way = await startFaultProxy(gateway.url)
  using opened = new DisposableStack()
  await assertFollows(gateway, async () => {
    const client = await openWebClient(way.url, ana)
    opened.defer(client.close)
    await waitFor(client.loaded)
    return {
      view: client.view,
      hasHeardOf: ({ id, version }) => version <= client.versionOf(id),
      leave: () => way.refuse(),
      enter(url) {
        if (url === undefined) return way.heal()
        way.redirect(url)
        way.cut()
      },
      isLeftWith: url => way.redirect(url)
    }
  })
}, 90_000)
