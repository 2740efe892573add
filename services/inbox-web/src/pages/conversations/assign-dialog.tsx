import { assignConversation, type ConversationSummary } from '@inbox/contracts'
import { Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { newId } from '../../api/new-id.ts'
import { useContactName } from '../../ui/use-contact-name.ts'
import { ActionDialog } from '../inbox/actions/action-dialog.tsx'
import { AgentTarget, Targets } from '../inbox/actions/target.tsx'
import { useAct } from '../inbox/actions/use-act.ts'
import { type Colleague, hasRoom, useColleagues } from '../inbox/actions/use-colleagues.ts'
import { useMessages } from './messages.ts'

interface Props {
  conversation: ConversationSummary
  onClose: () => void
}

/** Offers a waiting conversation to one agent of its department, even one who currently takes nothing new. */
export function AssignDialog({ conversation, onClose }: Props) {
  const contactName = useContactName()
  const t = useMessages()
  const act = useAct()
  const [chosen, choose] = useState<Colleague>()
  const { people, loading } = useColleagues()
  const { id, contact, departmentId } = conversation
  const assign = async ({ id: agentId, name }: Colleague) => {
    const body = { agentId, clientActionId: newId() }
    const done = await act(conversation, {}, () => call(assignConversation, { params: { id }, body }))
    if (done) notifications.show({ message: t.assigned(name), color: 'pine' })
  }
  return (
    <ActionDialog
      title={t.assignTitle(contactName(contact))}
      action={t.assignNow}
      disabled={!chosen}
      onClose={onClose}
      onSubmit={() => chosen && void assign(chosen)}
    >
      <Text fz="sm" c="var(--text-soft)">
        {t.assignHint}
      </Text>
      <Targets label={t.assign} loading={loading} none={t.nobodyThere}>
        {people
          .filter(({ departmentIds }) => departmentIds.includes(departmentId))
          .map(agent => (
            <AgentTarget
              key={agent.id}
              agent={agent}
              chosen={chosen?.id === agent.id}
              onChoose={() => choose(agent)}
              disabled={agent.link !== 'connected' || !hasRoom(agent)}
            />
          ))}
      </Targets>
    </ActionDialog>
  )
}
