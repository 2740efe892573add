import type { Agent } from '@inbox/contracts'
import { type LiveState, tabLists } from '../../inbox-web/src/live/live-state.ts'
import type { Viewer } from '../../inbox-web/src/live/tabs.ts'
import { tokenOf } from './builders.ts'

interface Live {
  state: { get(): LiveState }
  close(): void
}
interface Session {
  set(signedIn: { agent: Agent; accessToken: string; expiresAt: string }): void
}

/** Imports a module of the web app dynamically, as its sources need the types of a browser. */
const webModule = (path: string) => import(new URL(`../../inbox-web/src/${path}`, import.meta.url).href)

/** Provides what the web app needs of a browser, for a page at this address. */
function becomePage(address: string): void {
  const read = globalThis.fetch
  const page = {
    location: new URL(address),
    navigator: { onLine: true },
    window: new EventTarget(),
    document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
    fetch: (path: string, init?: RequestInit) => read(new URL(path, address), init)
  }
  for (const [name, value] of Object.entries(page))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
}

/** The web app's own client, signed in as the agent: what its components would show, without the components. */
export async function openWebClient(address: string, agent: Agent) {
  becomePage(address)
  const { session }: { session: Session } = await webModule('api/session.ts')
  const { createLive }: { createLive(viewer: Viewer): Live } = await webModule('live/live.ts')
  const expiresAt = new Date(Date.now() + 900_000).toISOString()
  session.set({ agent, accessToken: await tokenOf(agent), expiresAt })
  const live = createLive(agent)
  return {
    loaded: () => live.state.get().loaded,
    /** The version of it that it last heard of; -1 = none. */
    versionOf(id: string): number {
      const { conversations, forgotten } = live.state.get()
      return Math.max(conversations.get(id)?.version ?? -1, forgotten.get(id) ?? -1)
    },
    /** Each conversation with its tab. */
    view: () =>
      Object.entries(tabLists(live.state.get()))
        .flatMap(([tab, list]) => list.map(({ id, version }) => `${tab} ${id} ${version}`))
        .sort(),
    close: () => live.close()
  }
}
