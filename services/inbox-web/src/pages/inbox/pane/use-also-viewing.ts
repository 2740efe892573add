import type { AgentRef } from '@inbox/contracts'
import { useEffect, useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { useLink, useLive } from '../../../live/live-context.tsx'

/** Who else is viewing a conversation; while `looking`, others see that we are. */
export function useAlsoViewing(conversationId: string, looking: boolean): readonly AgentRef[] {
  const { connection } = useLive()
  const link = useLink()
  const { id: meId } = useMe()
  const [agents, setAgents] = useState<readonly AgentRef[]>([])
  useEffect(() => {
    if (link !== 'connected') return
    const stop = connection.on('preview', preview => {
      if (preview.conversationId === conversationId) setAgents(preview.agents)
    })
    const ask = (event: 'preview.start' | 'preview.stop') =>
      connection.ask<{ agents?: AgentRef[] }>(event, { conversationId })
    if (looking)
      ask('preview.start').then(
        ({ agents: there = [] }) => setAgents(there),
        () => undefined
      )
    return () => {
      stop()
      setAgents([])
      if (looking) ask('preview.stop').catch(() => undefined)
    }
  }, [connection, link, conversationId, looking])
  return agents.filter(({ id }) => id !== meId)
}
