import { Switch, TagsInput } from '@mantine/core'
import { Section } from '../../../forms/editor.tsx'
import type { SectionProps } from './distribution-section.tsx'
import { useMessages } from './messages.ts'

export function CloseFormSection({ form }: SectionProps) {
  const t = useMessages()
  const { required, reasons } = form.values.closeForm
  const change = (next: Partial<typeof form.values.closeForm>) => {
    const closeForm = { required, reasons, ...next }
    form.setFieldValue('closeForm', closeForm)
    // without reasons or a requirement there is no form
    form.setFieldValue('has.closeForm', closeForm.required || closeForm.reasons.length > 0)
  }
  return (
    <Section title={t.closeForm} hint={t.closeFormHint}>
      <TagsInput
        label={t.reasons}
        description={t.reasonsHint}
        value={reasons}
        onChange={next => change({ reasons: next })}
        error={Object.entries(form.errors).find(([path]) => path.startsWith('closeForm.reasons'))?.[1]}
      />
      <Switch
        label={t.reasonRequired}
        checked={required}
        onChange={event => change({ required: event.currentTarget.checked })}
      />
    </Section>
  )
}
