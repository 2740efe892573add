import { type ConversationSummary, listColleagues } from '@inbox/contracts'
import { Badge, Loader, SegmentedControl, Stack, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { call } from '../../../api/call.ts'
import { useDepartments } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { useMessages as useShellWords } from '../../../shell/messages.ts'
import { contactName } from '../../../ui/contact-name.ts'
import { PresenceDot } from '../../../ui/presence-dot.tsx'
import { ActionDialog, NoteField } from './action-dialog.tsx'
import classes from './dialogs.module.css'
import { useMessages } from './messages.ts'
import type { Actions } from './use-actions.ts'

interface Props {
  conversation: ConversationSummary
  actions: Actions
  onClose: () => void
}

const LIVE_MS = 2000

/** To whom: departments with how many are there, agents with status and load, as they are at the moment. */
export function TransferDialog({ conversation, actions, onClose }: Props) {
  const t = useMessages()
  const [kind, setKind] = useState<'departments' | 'agents'>('departments')
  const [note, setNote] = useState('')
  const [target, setTarget] = useState<{ departmentId: string } | { agentId: string }>()
  const { departments, agents, loading } = useTargets(conversation)
  return (
    <ActionDialog
      title={t.transferTitle(contactName(conversation.contact))}
      action={t.transfer}
      disabled={!target}
      onClose={onClose}
      onSubmit={() => {
        if (target) void actions.transfer(conversation, { ...target, ...(note.trim() && { note: note.trim() }) })
      }}
    >
      <SegmentedControl
        fullWidth
        value={kind}
        onChange={next => {
          setKind(next as typeof kind)
          setTarget(undefined)
        }}
        data={[
          { value: 'departments', label: t.toDepartment },
          { value: 'agents', label: t.toAgent }
        ]}
      />
      <Stack gap={4} mah={280} className={classes.targets} role="radiogroup" aria-label={t.transfer}>
        {loading && <Loader size="sm" mx="auto" my="lg" />}
        {!loading && (kind === 'departments' ? departments : agents).length === 0 && (
          <Text c="var(--text-soft)" ta="center" py="lg">
            {t.nobody}
          </Text>
        )}
        {kind === 'departments'
          ? departments.map(({ id, name, available }) => (
              <Target
                key={id}
                chosen={target !== undefined && 'departmentId' in target && target.departmentId === id}
                onChoose={() => setTarget({ departmentId: id })}
                title={name}
              >
                <Badge variant="light" color={available > 0 ? 'pine' : 'gray'} tt="none">
                  {t.availableHere(available)}
                </Badge>
              </Target>
            ))
          : agents.map(agent => (
              <AgentTarget
                key={agent.id}
                agent={agent}
                chosen={target !== undefined && 'agentId' in target && target.agentId === agent.id}
                onChoose={() => setTarget({ agentId: agent.id })}
              />
            ))}
      </Stack>
      <NoteField label={t.transferNote} value={note} onChange={setNote} />
    </ActionDialog>
  )
}

type Person = { id: string; name: string; status: string; link: string; load: number; limit: number }

const isThere = ({ status, link }: Person) => status === 'available' && link === 'connected'

function AgentTarget({ agent, chosen, onChoose }: { agent: Person; chosen: boolean; onChoose: () => void }) {
  const t = useMessages()
  const shell = useShellWords()
  const { name, load, limit } = agent
  const status = agent.status as keyof typeof shell.status
  return (
    <Target
      chosen={chosen}
      onChoose={onChoose}
      title={name}
      disabled={!isThere(agent) || load >= limit}
      lead={<PresenceDot status={status} link={agent.link as 'connected'} />}
      more={shell.status[status]}
    >
      <Text fz="sm" c="var(--text-soft)" className={classes.figure}>
        {t.load(load, limit)}
      </Text>
    </Target>
  )
}

interface TargetProps {
  chosen: boolean
  onChoose: () => void
  title: string
  disabled?: boolean
  lead?: ReactNode
  more?: string
  children: ReactNode
}

function Target({ chosen, onChoose, title, disabled = false, lead, more, children }: TargetProps) {
  return (
    <UnstyledButton
      className={classes.target}
      role="radio"
      aria-checked={chosen}
      disabled={disabled}
      onClick={onChoose}
    >
      {lead}
      <span className={classes.targetName}>
        {title}
        {more && <span className={classes.targetMore}>{more}</span>}
      </span>
      {children}
    </UnstyledButton>
  )
}

function useTargets({ departmentId }: ConversationSummary) {
  const { id: meId } = useMe()
  const all = useDepartments()
  const { data, isPending } = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call(listColleagues, {}),
    refetchInterval: LIVE_MS,
    staleTime: 0
  })
  const people = data?.items ?? []
  const rules = all.get(departmentId)?.transfer
  const departments = [...all.values()]
    .filter(({ id, active }) => active && id !== departmentId && rules?.departments !== false)
    .map(({ id, name }) => ({
      id,
      name,
      available: people.filter(person => person.departmentIds.includes(id) && isThere(person)).length
    }))
  const colleagues = people
    // with a limit of 0 nothing is ever for them
    .filter(({ id, departmentIds, limit }) => id !== meId && limit > 0 && departmentIds.includes(departmentId))
    .sort((a, b) => Number(isThere(b)) - Number(isThere(a)) || a.load - b.load || a.name.localeCompare(b.name))
  const agents = rules?.agents === false ? [] : colleagues
  return { departments, agents, loading: isPending }
}
