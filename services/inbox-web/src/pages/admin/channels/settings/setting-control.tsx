import type { SettingField } from '@inbox/contracts'
import { ColorInput, NumberInput, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { DepartmentsControl } from './departments-control.tsx'

type Value = string | number | boolean | { set: true } | undefined

interface Props {
  field: SettingField
  label: string
  description: ReactNode
  /** What is wrong with it. */
  error: ReactNode
  value: Value
  /** Shown in place of a secret that is set. */
  isSet: string
  onChange: (value: string | number | boolean) => void
}

/** White text is legible on all of them. */
const swatches = {
  withPicker: false,
  swatchesPerRow: 5,
  swatches: [
    ...['#146c4f', '#0b7285', '#1864ab', '#364fc7', '#5f3dc4'],
    ...['#862e9c', '#a61e4d', '#c92a2a', '#a8430b', '#495057']
  ]
}

/** The control for entering a setting. */
export function SettingControl({ field: { control, standard }, value, isSet, onChange, ...shown }: Props) {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const placeholder = standard === undefined ? '' : String(standard)
  const typed = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value)
  switch (control) {
    case 'text':
      return <TextInput {...shown} placeholder={placeholder} value={text} onChange={typed} />
    case 'lines':
      return <Textarea {...shown} autosize minRows={2} value={text} onChange={typed} />
    case 'number':
      return (
        <NumberInput
          {...shown}
          w={180}
          hideControls
          placeholder={placeholder}
          value={text}
          onChange={next => onChange(next === '' ? '' : Number(next))}
        />
      )
    case 'boolean':
      return (
        <Switch
          {...shown}
          checked={value === undefined ? standard === true : value === true}
          onChange={event => onChange(event.currentTarget.checked)}
        />
      )
    case 'color':
      // the sliders of its picker have no accessible names, hence swatches
      return <ColorInput {...shown} {...swatches} w={220} withEyeDropper={false} value={text} onChange={onChange} />
    case 'departments':
      return <DepartmentsControl {...shown} value={text} onChange={onChange} />
    case 'secret':
      return (
        <PasswordInput
          {...shown}
          autoComplete="off"
          placeholder={typeof value === 'object' ? isSet : ''}
          value={text}
          onChange={typed}
        />
      )
  }
}
