import { type ConversationSummary, getWaitingReason, type WaitingReason } from '@inbox/contracts'
import { Center, List, Loader, Modal, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { useAgents } from '../../api/directory.ts'
import { useMessages as useFormWords } from '../../forms/messages.ts'
import { useFormat } from '../../i18n/format.ts'
import { useContactName } from '../../ui/use-contact-name.ts'
import { useMessages as usePolicyWords } from '../admin/departments/trial-messages.ts'
import { useExclusionWords } from '../inbox/details/use-exclusion-words.ts'
import { useMessages } from './messages.ts'

interface Props {
  conversation: ConversationSummary
  onClose: () => void
}

/** Explains why a conversation has no offer yet, and what prevents one to each agent. */
export function WhyDialog({ conversation: { id, contact }, onClose }: Props) {
  const contactName = useContactName()
  const t = useMessages()
  const words = useFormWords()
  const reason = useQuery({
    queryKey: ['waiting-reason', id],
    queryFn: () => call(getWaitingReason, { params: { id } }),
    staleTime: 0,
    retry: 1
  })
  return (
    <Modal opened onClose={onClose} title={t.whyTitle(contactName(contact))} size="lg" centered>
      {reason.isPending && (
        <Center py="xl">
          <Loader aria-label={words.loading} />
        </Center>
      )}
      {reason.isError && <Text>{t.noReason}</Text>}
      {reason.data && <Reason reason={reason.data} />}
    </Modal>
  )
}

function Reason({ reason }: { reason: WaitingReason }) {
  const t = useMessages()
  const { because } = usePolicyWords()
  const exclusionWords = useExclusionWords()
  const format = useFormat()
  const agents = useAgents()
  const nameOf = (id: string) => agents.get(id)?.name ?? id
  const { ahead, estimateSeconds, nextRoundAt, preferred, candidates, exclusions } = reason
  const people = [
    ...candidates.map(id => ({ id, text: t.couldGet })),
    ...exclusions.map(each => ({ id: each.agentId, text: exclusionWords(each) }))
  ]
  return (
    <Stack>
      <Text fw={650} fz="lg">
        {upperFirst(because[reason.because])}.
      </Text>
      <List spacing={4}>
        <List.Item>{t.ahead(ahead)}</List.Item>
        {estimateSeconds !== undefined && <List.Item>{t.estimate(format.span(estimateSeconds * 1000))}</List.Item>}
        {nextRoundAt && <List.Item>{t.nextRound(format.time(nextRoundAt))}</List.Item>}
        {preferred && <List.Item>{t.waitsFor(nameOf(preferred.agentId), format.time(preferred.until))}</List.Item>}
      </List>
      <Table>
        <Table.Tbody>
          {people.map(({ id, text }) => (
            <Table.Tr key={id}>
              <Table.Td>{nameOf(id)}</Table.Td>
              <Table.Td c="var(--text-soft)">{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  )
}

const upperFirst = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)
