import { Group, Input, NativeSelect, NumberInput } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import { useMessages } from './messages.ts'

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const
type Unit = keyof typeof SECONDS
const units = Object.keys(SECONDS) as Unit[]

interface Props {
  label: string
  description?: string
  /** In seconds; empty while nothing is entered. */
  value?: number | string
  onChange?: (seconds: number | string) => void
  error?: ReactNode
  required?: boolean
  disabled?: boolean
}

/** A time span as people express it, a number and a unit; the form holds seconds. */
export function DurationField({ label, description, value, onChange, error, required, disabled }: Props) {
  const t = useMessages()
  const id = useId()
  const [unit, setUnit] = useState<Unit>(() => largestUnit(Number(value)))
  const shown = typeof value === 'number' ? value / SECONDS[unit] : (value ?? '')
  const enter = (count: number | string, of: Unit) =>
    onChange?.(typeof count === 'number' ? Math.round(count * SECONDS[of] * 1000) / 1000 : count)
  return (
    <Input.Wrapper {...{ id, label, description, error }} {...(required && { required })} labelProps={{ htmlFor: id }}>
      <Group gap="xs" wrap="nowrap" mt={description ? 5 : 0}>
        <NumberInput
          id={id}
          flex={1}
          miw={70}
          min={0}
          decimalScale={3}
          value={shown}
          onChange={count => enter(count, unit)}
          error={error !== undefined && error !== null && error !== false}
          {...(disabled && { disabled })}
        />
        <NativeSelect
          aria-label={t.unitOf(label)}
          w={120}
          value={unit}
          data={units.map(each => ({ value: each, label: t.units[each] }))}
          onChange={event => {
            const next = event.currentTarget.value as Unit
            setUnit(next)
            enter(shown, next)
          }}
          {...(disabled && { disabled })}
        />
      </Group>
    </Input.Wrapper>
  )
}

/** The largest unit in which a number of seconds is whole. */
const largestUnit = (seconds: number): Unit =>
  units.findLast(unit => seconds > 0 && seconds % SECONDS[unit] === 0) ?? 'seconds'
