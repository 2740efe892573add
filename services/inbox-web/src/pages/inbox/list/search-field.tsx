import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMessages } from '../messages.ts'
import classes from './tab-bar.module.css'

export function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useMessages()
  return (
    <TextInput
      className={classes.search}
      size="sm"
      variant="filled"
      type="search"
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
      onKeyDown={event => event.key === 'Escape' && onChange('')}
      placeholder={t.search}
      aria-label={t.search}
      leftSection={<IconSearch size={16} stroke={1.8} />}
      rightSection={value !== '' && <CloseButton size="sm" aria-label={t.clearSearch} onClick={() => onChange('')} />}
      maxLength={200}
      data-search
    />
  )
}
