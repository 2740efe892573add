import type { ChosenStatus, Link } from '@inbox/contracts'
import { Loader, Stack, Text, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useMessages as useShellWords } from '../../../shell/messages.ts'
import { PresenceDot } from '../../../ui/presence-dot.tsx'
import { useMessages } from './messages.ts'
import classes from './target.module.css'
import type { Colleague } from './use-colleagues.ts'

interface TargetsProps {
  label: string
  loading: boolean
  /** Shown if there are none. */
  none: string
  children: ReactNode[]
}

/** The possible receivers of a conversation, one of which is chosen. */
export function Targets({ label, loading, none, children }: TargetsProps) {
  return (
    <Stack gap={4} mah={280} className={classes.targets} role="radiogroup" aria-label={label}>
      {loading && <Loader size="sm" mx="auto" my="lg" />}
      {!loading && children.length === 0 && (
        <Text c="var(--text-soft)" ta="center" py="lg">
          {none}
        </Text>
      )}
      {children}
    </Stack>
  )
}

interface TargetProps {
  chosen: boolean
  onChoose: () => void
  disabled?: boolean
  name: ReactNode
  children: ReactNode
}

export function Target({ chosen, onChoose, disabled = false, name, children }: TargetProps) {
  return (
    <UnstyledButton
      className={classes.target}
      role="radio"
      aria-checked={chosen}
      disabled={disabled}
      onClick={onChoose}
    >
      {name}
      {children}
    </UnstyledButton>
  )
}

/** An agent with status and load. */
export function AgentTarget({ agent, ...choice }: { agent: Colleague } & Omit<TargetProps, 'name' | 'children'>) {
  const t = useMessages()
  const { status: words } = useShellWords()
  const { name, load, limit } = agent
  const status = agent.status as ChosenStatus
  return (
    <Target
      {...choice}
      name={
        <>
          <PresenceDot status={status} link={agent.link as Link} />
          <span className={classes.name}>
            {name}
            <span className={classes.status}>{words[status]}</span>
          </span>
        </>
      }
    >
      <Text fz="sm" c="var(--text-soft)" className={classes.figure}>
        {t.load(load, limit)}
      </Text>
    </Target>
  )
}
