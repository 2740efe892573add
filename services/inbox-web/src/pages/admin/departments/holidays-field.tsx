import { Button, Group, Input, Pill, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useLocale } from '../../../i18n/locale.ts'
import type { SectionProps } from './distribution-section.tsx'
import { useMessages } from './messages.ts'

/** The dates without opening hours, in order. */
export function HolidaysField({ form }: SectionProps) {
  const t = useMessages()
  const locale = useLocale()
  const [date, setDate] = useState('')
  const { holidays } = form.values.hours
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' })
  const change = (next: string[]) => form.setFieldValue('hours.holidays', next)
  const add = () => {
    if (date) change([...new Set([...holidays, date])].sort())
    setDate('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    // otherwise it would submit the whole form
    event.preventDefault()
    add()
  }
  return (
    <Input.Wrapper label={t.holidays} labelElement="div" description={t.holidaysHint}>
      <Group gap="xs" mt={6}>
        <TextInput
          type="date"
          aria-label={t.holiday}
          w={180}
          value={date}
          onChange={event => setDate(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={add} disabled={!date}>
          {t.addHoliday}
        </Button>
      </Group>
      <Pill.Group mt={holidays.length > 0 ? 8 : 0}>
        {holidays.map(each => {
          const label = format.format(new Date(each))
          return (
            <Pill
              key={each}
              withRemoveButton
              onRemove={() => change(holidays.filter(other => other !== each))}
              removeButtonProps={{ 'aria-label': `${t.remove}: ${label}`, 'aria-hidden': false, tabIndex: 0 }}
            >
              {label}
            </Pill>
          )
        })}
      </Pill.Group>
    </Input.Wrapper>
  )
}
