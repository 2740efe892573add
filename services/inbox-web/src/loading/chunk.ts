import { createStore, type Store } from '../state/store.ts'

/** Code that comes when it is needed. */
export interface Chunk<Code> {
  /** `idle` until somebody needs it. What comes late is `ready` all the same. */
  state: Store<'idle' | 'loading' | 'failed' | { ready: Code }>
  /** Somebody needs it now. */
  need(): void
  /** After a failure. Where nothing but a new page would bring it, and the server answers, the page is loaded again. */
  again(): Promise<void>
  /** Nobody needs it yet; never fails. */
  preload(): Promise<void>
}

/** What a chunk needs of its page. */
export interface Surroundings {
  isReachable(): Promise<boolean>
  reload(): void
}

const TIMEOUT_MS = 10_000
const SECOND_TRY_MS = 1000
/** Who has asked for it looks on. */
const PATIENCE_AGAIN_MS = 5000

/**
 * An `import()` that hangs on a connection that is dead hangs for all who import the same later, and older browsers keep
 * even its failure: whoever waits is told, and may have the page loaded again.
 */
export function createChunk<Code>(load: () => Promise<Code>, { isReachable, reload }: Surroundings): Chunk<Code> {
  const state: Chunk<Code>['state'] = createStore<'idle' | 'loading' | 'failed' | { ready: Code }>('idle')
  const isReady = () => typeof state.get() === 'object'
  const tryOnce = () => load().then(ready => isReady() || state.set({ ready }))
  /** Waits until it has come, or failed twice, or for so long. */
  const within = async (patienceMs: number) => {
    state.set('loading')
    const twice = tryOnce().catch(() => pause(SECOND_TRY_MS).then(tryOnce))
    await Promise.race([twice, pause(patienceMs)]).catch(() => undefined)
  }
  return {
    state,
    need() {
      if (isReady() || state.get() === 'loading') return
      void within(TIMEOUT_MS).then(() => isReady() || state.set('failed'))
    },
    async again() {
      await within(PATIENCE_AGAIN_MS)
      if (isReady()) return
      if (await isReachable()) return reload()
      if (!isReady()) state.set('failed')
    },
    preload: () => tryOnce().then(undefined, () => undefined)
  }
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
