import type { ConversationSummary } from '@inbox/contracts'
import { Badge, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useDepartments } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { useContactName } from '../../../ui/use-contact-name.ts'
import { ActionDialog, NoteField } from './action-dialog.tsx'
import { useMessages } from './messages.ts'
import { mayGoToAgent } from './possible.ts'
import classes from './target.module.css'
import { AgentTarget, Target, Targets } from './target.tsx'
import type { Actions } from './use-actions.ts'
import { hasRoom, isThere, useColleagues } from './use-colleagues.ts'

interface Props {
  conversation: ConversationSummary
  actions: Actions
  onClose: () => void
}

/** Chooses the receiver: departments with the number of agents there, or agents with their current status and load. */
export function TransferDialog({ conversation, actions, onClose }: Props) {
  const contactName = useContactName()
  const t = useMessages()
  const [kind, setKind] = useState<'departmentId' | 'agentId'>('departmentId')
  const [id, setId] = useState<string>()
  const [note, setNote] = useState('')
  const { departments, agents, loading } = useTargets(conversation)
  const choiceOf = (each: string) => ({ chosen: id === each, onChoose: () => setId(each) })
  const submit = () => {
    if (!id) return
    const to = kind === 'agentId' ? { agentId: id } : { departmentId: id }
    void actions.transfer(conversation, { ...to, ...(note.trim() && { note: note.trim() }) })
  }
  return (
    <ActionDialog
      title={t.transferTitle(contactName(conversation.contact))}
      action={t.transfer}
      disabled={!id}
      onClose={onClose}
      onSubmit={submit}
    >
      {mayGoToAgent(conversation) && (
        <SegmentedControl
          fullWidth
          value={kind}
          onChange={next => {
            setKind(next as typeof kind)
            setId(undefined)
          }}
          data={[
            { value: 'departmentId', label: t.toDepartment },
            { value: 'agentId', label: t.toAgent }
          ]}
        />
      )}
      <Targets label={t.transfer} loading={loading} none={t.nobody}>
        {kind === 'departmentId'
          ? departments.map(({ id: each, name, available }) => (
              <Target key={each} {...choiceOf(each)} name={<span className={classes.name}>{name}</span>}>
                <Badge variant="light" color={available > 0 ? 'pine' : 'gray'} tt="none">
                  {t.availableHere(available)}
                </Badge>
              </Target>
            ))
          : agents.map(agent => (
              <AgentTarget
                key={agent.id}
                {...choiceOf(agent.id)}
                agent={agent}
                disabled={!isThere(agent) || !hasRoom(agent)}
              />
            ))}
      </Targets>
      <NoteField label={t.transferNote} value={note} onChange={setNote} />
    </ActionDialog>
  )
}

function useTargets({ departmentId }: ConversationSummary) {
  const { id: meId } = useMe()
  const all = useDepartments()
  const { people, loading } = useColleagues()
  const rules = all.get(departmentId)?.transfer
  const departments = [...all.values()]
    .filter(({ id, active }) => active && id !== departmentId && rules?.departments !== false)
    .map(({ id, name }) => ({
      id,
      name,
      available: people.filter(person => person.departmentIds.includes(id) && isThere(person)).length
    }))
  const colleagues = people.filter(({ id, departmentIds }) => id !== meId && departmentIds.includes(departmentId))
  return { departments, agents: rules?.agents === false ? [] : colleagues, loading }
}
