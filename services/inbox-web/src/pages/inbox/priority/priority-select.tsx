import { type ConversationSummary, prioritizeConversation } from '@inbox/contracts'
import { NativeSelect } from '@mantine/core'
import { call } from '../../../api/call.ts'
import { useAct } from '../actions/use-act.ts'
import { useMessages } from './messages.ts'
import { usePriorityChoices } from './use-priority-choices.ts'

/** Has a conversation served before or after others, whenever it waits. */
export function PrioritySelect({ conversation }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const act = useAct()
  const { id, ownPriority = 0 } = conversation
  const choose = (priority: number) =>
    act(conversation, { ownPriority: priority }, () =>
      call(prioritizeConversation, { params: { id }, body: { priority } })
    )
  return (
    <NativeSelect
      size="xs"
      aria-label={t.priority}
      data={usePriorityChoices(ownPriority)}
      value={String(ownPriority)}
      onChange={event => void choose(Number(event.currentTarget.value))}
    />
  )
}
