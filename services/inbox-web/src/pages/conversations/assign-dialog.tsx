import {
  assignConversation,
  type ChosenStatus,
  type ConversationSummary,
  type Link,
  listColleagues
} from '@inbox/contracts'
import { Center, Loader, Modal, Stack, Text, UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { useMessages as useFormWords } from '../../forms/messages.ts'
import { useLive } from '../../live/live-context.tsx'
import { contactName } from '../../ui/contact-name.ts'
import { PresenceDot } from '../../ui/presence-dot.tsx'
import { useMessages as useActionWords } from '../inbox/actions/messages.ts'
import { refusalText } from '../inbox/actions/refusal-text.ts'
import classes from './conversations-page.module.css'
import { useMessages } from './messages.ts'

interface Props {
  conversation: ConversationSummary
  onClose: () => void
}

/** Offers a waiting conversation to one agent of its department. */
export function AssignDialog({ conversation: { id, contact, departmentId }, onClose }: Props) {
  const t = useMessages()
  const words = useFormWords()
  const actionWords = useActionWords()
  const live = useLive()
  const me = useMe()
  const colleagues = useQuery({ queryKey: ['colleagues'], queryFn: () => call(listColleagues, {}), staleTime: 0 })
  const people = (colleagues.data?.items ?? [])
    .filter(({ departmentIds, limit }) => departmentIds.includes(departmentId) && limit > 0)
    .map(person => ({ ...person, free: person.link === 'connected' && person.load < person.limit }))
    .sort((a, b) => Number(b.free) - Number(a.free) || a.name.localeCompare(b.name))
  const assign = async (agent: { id: string; name: string }) => {
    onClose()
    try {
      live.learn(await call(assignConversation, { params: { id }, body: { agentId: agent.id } }))
      notifications.show({ message: t.assigned(agent.name), color: 'pine' })
    } catch (error) {
      notifications.show({ color: 'red', message: refusalText(error, actionWords, me.id) })
    }
  }
  return (
    <Modal opened onClose={onClose} title={t.assignTitle(contactName(contact))} centered>
      <Stack gap="xs">
        <Text fz="sm" c="var(--text-soft)">
          {t.assignHint}
        </Text>
        {colleagues.isPending && (
          <Center py="md">
            <Loader aria-label={words.loading} />
          </Center>
        )}
        {colleagues.data && people.length === 0 && <Text>{t.nobodyThere}</Text>}
        {people.map(({ id: agentId, name, status, link, load, limit, free }) => (
          <UnstyledButton
            key={agentId}
            className={classes.person}
            disabled={!free}
            onClick={() => void assign({ id: agentId, name })}
          >
            <PresenceDot status={status as ChosenStatus} link={link as Link} />
            <Text flex={1}>{name}</Text>
            <Text fz="sm" c="var(--text-soft)">
              {load}/{limit}
            </Text>
          </UnstyledButton>
        ))}
      </Stack>
    </Modal>
  )
}
