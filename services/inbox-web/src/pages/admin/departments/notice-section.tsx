import { isCharged } from '@inbox/kernel/position-notice'
import { MultiSelect, Switch, Textarea } from '@mantine/core'
import { DurationField } from '../../../forms/duration-field.tsx'
import { Section } from '../../../forms/editor.tsx'
import { useMessages as useChannelWords } from '../channels/messages.ts'
import type { SectionProps } from './distribution-section.tsx'
import { useMessages } from './messages.ts'

export function NoticeSection({ form }: SectionProps) {
  const t = useMessages()
  const { kinds } = useChannelWords()
  const charged = form.values.positionNotice.channels.filter(isCharged)
  return (
    <Section title={t.notice} hint={t.noticeHint}>
      <Switch label={t.hasNotice} {...form.getInputProps('has.positionNotice', { type: 'checkbox' })} />
      {form.values.has.positionNotice && (
        <>
          <Textarea
            label={t.template}
            description={t.templateHint}
            autosize
            required
            {...form.getInputProps('positionNotice.template')}
          />
          <DurationField label={t.everySeconds} {...form.getInputProps('positionNotice.everySeconds')} />
          <MultiSelect
            label={t.channels}
            description={charged.map(kind => t.chargedNotice(kinds[kind])).join(' ') || undefined}
            data={(['webchat', 'whatsapp', 'email', 'api'] as const).map(value => ({ value, label: kinds[value] }))}
            {...form.getInputProps('positionNotice.channels')}
          />
        </>
      )}
    </Section>
  )
}
