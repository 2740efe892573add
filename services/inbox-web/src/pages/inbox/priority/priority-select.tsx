import { type ConversationSummary, prioritizeConversation } from '@inbox/contracts'
import { NativeSelect } from '@mantine/core'
import { call } from '../../../api/call.ts'
import { useAct } from '../actions/use-act.ts'
import { levelOf, levels } from './level.ts'
import { useMessages } from './messages.ts'

/** Serves a conversation before or after others, whenever it waits. */
export function PrioritySelect({ conversation }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const act = useAct()
  const { id, ownPriority = 0 } = conversation
  const choices = Object.entries(levels).map(([level, priority]) => ({
    value: String(priority),
    label: t.levels[level as keyof typeof levels]
  }))
  const known = choices.some(({ value }) => value === String(ownPriority))
  const other = { value: String(ownPriority), label: t.otherLevel(t.levels[levelOf(ownPriority)], ownPriority) }
  const choose = (priority: number) =>
    act(conversation, { ownPriority: priority }, () =>
      call(prioritizeConversation, { params: { id }, body: { priority } })
    )
  return (
    <NativeSelect
      size="xs"
      aria-label={t.priority}
      data={known ? choices : [other, ...choices]}
      value={String(ownPriority)}
      onChange={event => void choose(Number(event.currentTarget.value))}
    />
  )
}
