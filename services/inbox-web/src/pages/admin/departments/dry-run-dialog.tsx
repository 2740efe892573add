import { type DryRun, dryRunPolicy, type OperationInput } from '@inbox/contracts'
import { Alert, Button, Center, Group, List, Loader, Modal, Progress, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { useAgents, useDepartments } from '../../../api/directory.ts'
import { useMessages } from './trial-messages.ts'

export type Policy = NonNullable<OperationInput<typeof dryRunPolicy>['body']>

interface Props {
  departmentId: string
  policy: Policy
  onClose: () => void
  onConfirm: () => void
}

/** Shows what a changed policy would do right now, before it is saved. */
export function DryRunDialog({ departmentId, policy, onClose, onConfirm }: Props) {
  const t = useMessages()
  const trial = useQuery({
    queryKey: ['dry-run', departmentId, policy],
    queryFn: () => call(dryRunPolicy, { params: { id: departmentId }, body: policy }),
    staleTime: 0,
    gcTime: 0,
    retry: 1
  })
  return (
    <Modal opened onClose={onClose} title={t.trial} size="lg" centered>
      <Stack>
        {trial.isPending && (
          <Center py="xl">
            <Loader aria-label={t.trialWait} />
          </Center>
        )}
        {trial.isError && <Alert color="yellow">{t.trialFailed}</Alert>}
        {trial.data && <Outcome trial={trial.data} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.goBack}
          </Button>
          <Button onClick={onConfirm} disabled={trial.isPending} data-autofocus>
            {t.saveNow}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Outcome({ trial: { offers, revoked, overflow, waiting, agents } }: { trial: DryRun }) {
  const t = useMessages()
  const departments = useDepartments()
  const because = t.because as Partial<Record<string, string>>
  const reasons = Object.entries(waiting.because).map(([reason, count]) => `${because[reason] ?? reason}: ${count}`)
  return (
    <>
      <List spacing={4}>
        <List.Item fw={600}>{t.offers(offers)}</List.Item>
        {revoked.length > 0 && <List.Item>{t.revoked(revoked.length)}</List.Item>}
        {overflow && overflow.conversations > 0 && (
          <List.Item>
            {t.overflowing(overflow.conversations, departments.get(overflow.departmentId)?.name ?? '?')}
          </List.Item>
        )}
        <List.Item>
          {t.staying(waiting.conversations)}
          {reasons.length > 0 && (
            <Text component="span" fz="sm" c="var(--text-soft)">
              {` (${reasons.join('; ')})`}
            </Text>
          )}
        </List.Item>
      </List>
      {agents.length > 0 && <WhoGetsWhat agents={agents} />}
    </>
  )
}

function WhoGetsWhat({ agents }: Pick<DryRun, 'agents'>) {
  const t = useMessages()
  const known = useAgents()
  // most supervisors and administrators take no conversations
  const takers = agents.filter(({ limit, load }) => limit > 0 || load > 0)
  return (
    <Table.ScrollContainer minWidth={420} mah={280}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.agent}</Table.Th>
            <Table.Th>{t.wouldGet}</Table.Th>
            <Table.Th>{t.load}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {takers.map(({ agentId, offers, load, limit }) => (
            <Table.Tr key={agentId}>
              <Table.Td>{known.get(agentId)?.name ?? agentId}</Table.Td>
              <Table.Td>{offers > 0 ? `+${offers}` : '–'}</Table.Td>
              <Table.Td>
                <Group gap="sm" wrap="nowrap">
                  <Progress.Root flex={1} size="sm" aria-hidden="true">
                    <Progress.Section value={share(load, limit)} color="gray.5" />
                    <Progress.Section value={share(offers, limit)} color="pine" />
                  </Progress.Root>
                  <Text fz="sm">{`${load + offers}/${limit}`}</Text>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const share = (part: number, whole: number) => (whole > 0 ? Math.min(100, (part / whole) * 100) : 0)
