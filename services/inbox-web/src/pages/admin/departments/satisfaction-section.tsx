import { MultiSelect, Select, TextInput } from '@mantine/core'
import { Section } from '../../../forms/editor.tsx'
import { useMessages as useChannelWords } from '../channels/messages.ts'
import { questionLanguages } from './department-values.ts'
import type { SectionProps } from './distribution-section.tsx'
import { useMessages } from './messages.ts'

export function SatisfactionSection({ form }: SectionProps) {
  const t = useMessages()
  const { kinds } = useChannelWords()
  const { channels } = form.values.satisfaction
  return (
    <Section title={t.satisfaction} hint={t.satisfactionHint}>
      <MultiSelect
        label={t.asksOn}
        description={channels.length === 0 ? t.asksNobody : undefined}
        data={(['webchat', 'whatsapp', 'email'] as const).map(value => ({ value, label: kinds[value] }))}
        {...form.getInputProps('satisfaction.channels')}
      />
      {channels.some(kind => kind !== 'webchat') && (
        <Select
          label={t.askingLanguage}
          description={t.askingLanguageHint}
          data={questionLanguages.map(value => ({ value, label: t.questionLanguages[value] }))}
          allowDeselect={false}
          {...form.getInputProps('satisfaction.language')}
        />
      )}
      {channels.length > 0 &&
        questionLanguages.map(language => (
          <TextInput
            key={language}
            label={t.question(t.questionLanguages[language])}
            placeholder={t.ourQuestions[language]}
            lang={language}
            maxLength={300}
            {...form.getInputProps(`satisfaction.questions.${language}`)}
          />
        ))}
    </Section>
  )
}
