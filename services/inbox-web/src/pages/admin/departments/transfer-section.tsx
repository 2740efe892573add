import { Select, Switch } from '@mantine/core'
import { Section } from '../../../forms/editor.tsx'
import type { SectionProps } from './distribution-section.tsx'
import { useMessages } from './messages.ts'

export function TransferSection({ form }: SectionProps) {
  const t = useMessages()
  return (
    <Section title={t.transfers}>
      <Switch label={t.transferAgents} {...form.getInputProps('transfer.agents', { type: 'checkbox' })} />
      <Switch label={t.transferDepartments} {...form.getInputProps('transfer.departments', { type: 'checkbox' })} />
      <Select
        label={t.placement}
        data={(['keep', 'tail', 'front'] as const).map(value => ({ value, label: t.placements[value] }))}
        allowDeselect={false}
        maw={320}
        {...form.getInputProps('transfer.placement')}
      />
    </Section>
  )
}
