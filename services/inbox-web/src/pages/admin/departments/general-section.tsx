import { NativeSelect, Switch, TextInput } from '@mantine/core'
import { Section } from '../../../forms/editor.tsx'
import { usePriorityChoices } from '../../inbox/priority/use-priority-choices.ts'
import type { SectionProps } from './distribution-section.tsx'
import { useMessages } from './messages.ts'

export function GeneralSection({ form }: SectionProps) {
  const t = useMessages()
  const priorities = usePriorityChoices(Number(form.values.priority))
  return (
    <Section title={t.general}>
      <TextInput label={t.name} required {...form.getInputProps('name')} />
      <Switch label={t.active} description={t.activeHint} {...form.getInputProps('active', { type: 'checkbox' })} />
      <NativeSelect
        label={t.priority}
        description={t.priorityHint}
        data={priorities}
        styles={{ wrapper: { maxWidth: 320 } }}
        {...form.getInputProps('priority')}
      />
      <Switch label={t.agentsMayPrioritize} {...form.getInputProps('agentsMayPrioritize', { type: 'checkbox' })} />
      <Switch
        label={t.closesWhenAnsweredElsewhere}
        {...form.getInputProps('closesWhenAnsweredElsewhere', { type: 'checkbox' })}
      />
    </Section>
  )
}
