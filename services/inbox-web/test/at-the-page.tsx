import type { Agent } from '@inbox/contracts'
import { jest } from '@jest/globals'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, configure, type RenderResult, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { session } from '../src/api/session.ts'
import type { LinkState, Trouble } from '../src/live/connection.ts'
import type { Live } from '../src/live/live.ts'
import { LiveContext } from '../src/live/live-context.tsx'
import { emptyState, type LiveState } from '../src/live/live-state.ts'
import type { Viewer } from '../src/live/tabs.ts'
import { createStore, type Store } from '../src/state/store.ts'

// failed reads are retried after a second
configure({ asyncUtilTimeout: 10_000, getElementError: message => new Error(message ?? '') })

// this document lacks it, and fields that grow with their text listen to it
Object.assign(document, { fonts: new EventTarget() })

const ana = { id: 'ana', name: 'Ana', role: 'agent', departmentIds: ['sales'] } as unknown as Agent

interface Call {
  method: string
  path: string
  body: unknown
}

/** Answers calls by method and path, anything else with "not found", and returns a record of them. */
export function answerCalls(answers: Record<string, unknown>): Call[] {
  const calls: Call[] = []
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
    const path = String(address).split('?')[0]!
    const method = init?.method ?? 'GET'
    calls.push({ method, path, body: init?.body === undefined ? undefined : JSON.parse(String(init.body)) })
    const answer = answers[`${method} ${path}`]
    return answer === undefined ? Response.json({ code: 'not-found' }, { status: 404 }) : Response.json(answer)
  })
  return calls
}

interface Shown extends Pick<RenderResult, 'container'> {
  link: Store<LinkState>
  trouble: Store<Trouble>
  state: Store<LiveState>
  /** Makes the server push something. */
  push(event: string): void
}

/** Shows a part of the app to a signed-in agent, with a connection in the state that the test wants. */
export function show(part: ReactNode, viewer: Agent = ana): Shown {
  const expiresAt = new Date(Date.now() + 900_000).toISOString()
  void act(() => session.set({ agent: viewer, accessToken: 'token', expiresAt }))
  const link = createStore<LinkState>('connected')
  const trouble = createStore<Trouble>('unreachable')
  const state = createStore(emptyState(viewer as Viewer))
  const pushed = new EventTarget()
  const on = (event: string, listener: () => void) => {
    pushed.addEventListener(event, listener)
    return () => pushed.removeEventListener(event, listener)
  }
  const live = { state, connection: { link, trouble, on } } as unknown as Live
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const { container } = render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <LiveContext value={live}>{part}</LiveContext>
      </QueryClientProvider>
    </MantineProvider>
  )
  return { container, link, trouble, state, push: event => void pushed.dispatchEvent(new Event(event)) }
}
