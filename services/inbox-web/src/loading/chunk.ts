import { createStore, type Store } from '../state/store.ts'

/** Code loaded on demand. */
export interface Chunk<Code> {
  /** `idle` until needed. Code that arrives late still becomes `ready`. */
  state: Store<'idle' | 'loading' | 'failed' | { ready: Code }>
  /** Loads the code because it is needed now. */
  need(): void
  /** Retries after a failure. If that fails although the server answers, it reloads the page, the only way left. */
  again(): Promise<void>
  /** Loads the code ahead of need; never rejects. */
  preload(): Promise<void>
}

/** What a chunk needs of its page. */
export interface Surroundings {
  isReachable(): Promise<boolean>
  reload(): void
}

const TIMEOUT_MS = 10_000
const SECOND_TRY_MS = 1000
/** Shorter, as whoever asked is watching. */
const PATIENCE_AGAIN_MS = 5000

/**
 * An `import()` that hangs on a dead connection hangs for all later imports of the same code, and older browsers
 * even cache its failure. So whoever waits is told, and may have the page reloaded.
 */
export function createChunk<Code>(load: () => Promise<Code>, { isReachable, reload }: Surroundings): Chunk<Code> {
  const state: Chunk<Code>['state'] = createStore<'idle' | 'loading' | 'failed' | { ready: Code }>('idle')
  const isReady = () => typeof state.get() === 'object'
  const tryOnce = () => load().then(ready => isReady() || state.set({ ready }))
  /** Waits until it has loaded or failed twice, at most `patienceMs`. */
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
