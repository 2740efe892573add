import { type Channel, listChannelTemplates } from '@inbox/contracts'
import { Badge, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { Section } from '../../../forms/editor.tsx'
import { useLanguageNames } from '../../../i18n/language-names.ts'
import { useMessages } from './template-messages.ts'

const colors = { approved: 'green', pending: 'yellow', rejected: 'red', paused: 'yellow', disabled: 'gray' } as const

/** The templates of a channel, as last reported by its provider. */
export function ChannelTemplates({ channel: { id } }: { channel: Channel }) {
  const t = useMessages()
  const nameOf = useLanguageNames()
  const { data, isError } = useQuery({
    queryKey: ['channel-templates', id],
    queryFn: () => call(listChannelTemplates, { params: { id } }),
    staleTime: 0
  })
  if (!data) return isError ? <Section title={t.title}>{t.failed}</Section> : null
  return (
    <Section title={t.title} hint={t.hint}>
      {data.items.length === 0 ? (
        <Text fz="sm">{t.none}</Text>
      ) : (
        <Table.ScrollContainer minWidth={480} mah={420}>
          <Table aria-label={t.title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.name}</Table.Th>
                <Table.Th>{t.language}</Table.Th>
                <Table.Th>{t.category}</Table.Th>
                <Table.Th>{t.status}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map(({ name, language, category, status, quality, reason, sendable }) => (
                <Table.Tr key={`${name} ${language}`}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{name}</Table.Td>
                  <Table.Td>{nameOf(language)}</Table.Td>
                  <Table.Td>{t.categories[category]}</Table.Td>
                  <Table.Td>
                    <Badge variant="dot" color={colors[status]} tt="none" fw={500}>
                      {t.statuses[status]}
                    </Badge>
                    {quality && <Text fz="xs">{t.qualities[quality]}</Text>}
                    {reason && <Text fz="xs">{reason}</Text>}
                    {status === 'approved' && !sendable && <Text fz="xs">{t.notSendable}</Text>}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}
