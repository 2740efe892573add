import { type ChosenStatus, type Link as LinkState, postAgentStatus } from '@inbox/contracts'
import { Menu, Paper, Table, Text, Title, UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown } from '@tabler/icons-react'
import { Link } from 'wouter'
import { call } from '../../api/call.ts'
import { useAgents } from '../../api/directory.ts'
import { useFormat } from '../../i18n/format.ts'
import { useLiveState } from '../../live/live-context.tsx'
import { useMessages as useShellWords } from '../../shell/messages.ts'
import { StatusChoices } from '../../shell/status-choices.tsx'
import { useNow } from '../../state/now.ts'
import { BotMark } from '../../ui/bot-mark.tsx'
import { PresenceDot } from '../../ui/presence-dot.tsx'
import classes from './board-page.module.css'
import { useMessages } from './messages.ts'
import type { Monitor } from './use-board.ts'

type Agent = Monitor['agents'][number]

const choices = ['available', 'unavailable', 'preBreak', 'break', 'loggedOut'] as const satisfies ChosenStatus[]
const links: readonly string[] = ['connected', 'reconnecting', 'disconnected']

/** Agents who are there first, then by name. */
const byPresence = (a: Agent, b: Agent) =>
  links.indexOf(a.link) - links.indexOf(b.link) ||
  choices.indexOf(a.status as ChosenStatus) - choices.indexOf(b.status as ChosenStatus) ||
  a.name.localeCompare(b.name)

export function AgentTable({ agents, departments }: Monitor) {
  const t = useMessages()
  const known = useAgents()
  const names = new Map(departments.map(({ departmentId, name }) => [departmentId, name]))
  return (
    <Paper className={classes.card} component="section" aria-label={t.agents}>
      <Title order={2} fz="md" className={classes.cardTitle}>
        {t.agents}
      </Title>
      <Table.ScrollContainer minWidth={680} type="native">
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.agent}</Table.Th>
              <Table.Th>{t.status}</Table.Th>
              <Table.Th>{t.since}</Table.Th>
              <Table.Th>{t.load}</Table.Th>
              <Table.Th>{t.departments}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {agents.toSorted(byPresence).map(agent => (
              <Table.Tr key={agent.id}>
                <Table.Td>
                  <Link href={`/conversations?agentId=${agent.id}`} className={classes.name}>
                    {agent.name}
                  </Link>
                  {known.get(agent.id)?.bot && <BotMark />}
                </Table.Td>
                <Table.Td>
                  <Status agent={agent} />
                </Table.Td>
                <Table.Td>
                  <Since agentId={agent.id} />
                </Table.Td>
                <Table.Td>
                  <Load agent={agent} />
                </Table.Td>
                <Table.Td>
                  <Text fz="sm" c="var(--text-soft)">
                    {agent.departmentIds.map(id => names.get(id) ?? id).join(', ')}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
            {agents.length === 0 && (
              <Table.Tr>
                <Table.Td colSpan={5}>{t.noAgents}</Table.Td>
              </Table.Tr>
            )}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

/** Status and link, with a menu to change the status. */
function Status({ agent: { id, name, ...agent } }: { agent: Agent }) {
  const t = useMessages()
  const words = useShellWords()
  const status = agent.status as ChosenStatus
  const link = agent.link as LinkState
  const choose = (next: ChosenStatus) =>
    call(postAgentStatus, { params: { id }, body: { status: next } }).catch(() =>
      notifications.show({ color: 'red', message: t.statusFailed })
    )
  return (
    <>
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <UnstyledButton className={classes.status} aria-label={`${t.change(name)}: ${words.status[status]}`}>
            <PresenceDot status={status} link={link} />
            {words.status[status]}
            <IconChevronDown size={14} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <StatusChoices choices={choices} status={status} onChoose={next => void choose(next)} />
        </Menu.Dropdown>
      </Menu>
      {link !== 'connected' && status !== 'loggedOut' && (
        <Text component="span" fz="xs" c="var(--text-soft)">
          {t.link[link]} <LinkSince agentId={id} />
        </Text>
      )}
    </>
  )
}

/** How long the agent has had the status; a lost connection does not restart it. */
function Since({ agentId }: { agentId: string }) {
  const format = useFormat()
  const now = useNow()
  const presence = useLiveState(({ presences }) => presences.get(agentId))
  if (!presence) return '–'
  const since = presence.statusSince ?? presence.since
  return (
    <Text component="time" dateTime={since} title={format.dateTime(since)} fz="sm" c="var(--text-soft)">
      {format.span(now - Date.parse(since))}
    </Text>
  )
}

function LinkSince({ agentId }: { agentId: string }) {
  const format = useFormat()
  const now = useNow()
  const since = useLiveState(({ presences }) => presences.get(agentId)?.since)
  return since && <time dateTime={since}>{format.span(now - Date.parse(since))}</time>
}

const MAX_PLACES = 12

function Load({ agent: { load, limit } }: { agent: Agent }) {
  const t = useMessages()
  const places = Math.min(MAX_PLACES, Math.max(load, limit))
  return (
    <span className={classes.load}>
      <span className={classes.places} aria-hidden="true">
        {Array.from({ length: places }, (_, place) => {
          const key = `${place}`
          return <span key={key} className={classes.place} data-taken={place < load} data-over={place >= limit} />
        })}
      </span>
      <Text fz="sm">{t.loadOf(load, limit)}</Text>
    </span>
  )
}
