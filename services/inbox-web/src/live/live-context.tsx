import type { ConversationSummary } from '@inbox/contracts'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useMe } from '../api/session.ts'
import { useStore } from '../state/store.ts'
import type { LinkState, Trouble } from './connection.ts'
import { createLive, type Live } from './live.ts'
import { type LiveState, shown, type TabLists, tabLists } from './live-state.ts'

export const LiveContext = createContext<Live | undefined>(undefined)

/** Keeps one connection for as long as the same agent, with the same rights, is signed in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { id, role, departmentIds } = useMe()
  const rights = JSON.stringify({ id, role, departmentIds })
  const [live, setLive] = useState<Live>()
  useEffect(() => {
    const opened = createLive(JSON.parse(rights))
    setLive(opened)
    return () => opened.close()
  }, [rights])
  return live && <LiveContext value={live}>{children}</LiveContext>
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new TypeError('useLive must be used inside a LiveProvider')
  return live
}

/** A part of the live state; `select` must return the same object for the same state. */
export const useLiveState = <Selected,>(select: (state: LiveState) => Selected): Selected =>
  useStore(useLive().state, select)

export const useLink = (): LinkState => useStore(useLive().connection.link)

export const useTrouble = (): Trouble => useStore(useLive().connection.trouble)

let latest: { of: LiveState; lists: TabLists } | undefined

/** The four tabs, sorted; computed once per state for all components. */
export const useTabLists = (): TabLists =>
  useLiveState(state => {
    const { of } = latest ?? {}
    const same =
      of && of.conversations === state.conversations && of.optimistic === state.optimistic && of.reach === state.reach
    if (!latest || !same) latest = { of: state, lists: tabLists(state) }
    return latest.lists
  })

/** A conversation, if known here. */
export const useLiveConversation = (id: string): ConversationSummary | undefined =>
  useLiveState(state => shown(state, id))
