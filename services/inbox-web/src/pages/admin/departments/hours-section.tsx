import { ActionIcon, Button, Group, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { Section } from '../../../forms/editor.tsx'
import { useLocale } from '../../../i18n/locale.ts'
import { workdays } from './department-values.ts'
import type { SectionProps } from './distribution-section.tsx'
import { HolidaysField } from './holidays-field.tsx'
import { useMessages } from './messages.ts'

const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]
/** 4 January 1970 was a Sunday. */
const sunday = (day: number) => new Date(Date.UTC(1970, 0, 4 + day))

export function HoursSection({ form }: SectionProps) {
  const t = useMessages()
  return (
    <Section title={t.hours} hint={t.hoursHint}>
      <Switch label={t.hasHours} {...form.getInputProps('has.hours', { type: 'checkbox' })} />
      {form.values.has.hours && (
        <>
          <Select
            label={t.timeZone}
            data={[...new Set([...timeZones, form.values.hours.timeZone])]}
            searchable
            {...form.getInputProps('hours.timeZone')}
          />
          <Weekly form={form} />
          <HolidaysField form={form} />
          <Textarea label={t.outside} autosize minRows={2} {...form.getInputProps('hours.message')} />
        </>
      )}
    </Section>
  )
}

function Weekly({ form }: SectionProps) {
  const t = useMessages()
  const locale = useLocale()
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  const days = [1, 2, 3, 4, 5, 6, 0].map(day => ({ value: String(day), label: weekday.format(sunday(day)) }))
  const { weekly } = form.values.hours
  return (
    <Stack gap="xs">
      {weekly.map(({ day }, index) => {
        const path = `hours.weekly.${index}` as const
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity other than their place
          <Group key={index} gap="xs" align="start" wrap="nowrap">
            <Select
              aria-label={t.day}
              data={days}
              allowDeselect={false}
              flex={1}
              value={String(day)}
              onChange={next => form.setFieldValue(`${path}.day`, Number(next))}
            />
            <TextInput type="time" aria-label={t.from} w={130} {...form.getInputProps(`${path}.from`)} />
            <TextInput type="time" aria-label={t.to} w={130} {...form.getInputProps(`${path}.to`)} />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={`${t.remove}: ${days.find(({ value }) => value === String(day))?.label}`}
              onClick={() => form.removeListItem('hours.weekly', index)}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Group>
        )
      })}
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem('hours.weekly', { day: 1, from: '09:00', to: '18:00' })}
        >
          {t.addHours}
        </Button>
        {weekly.length === 0 && (
          <Button variant="default" size="xs" onClick={() => form.setFieldValue('hours.weekly', workdays)}>
            {t.workdays}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
