import { MultiSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useDepartments } from '../../../../api/directory.ts'

interface Props {
  label: string
  description: ReactNode
  error: ReactNode
  /** Ids, separated by commas. */
  value: string
  onChange: (value: string) => void
}

/** Chooses some of the departments, in the order chosen. */
export function DepartmentsControl({ value, onChange, ...shown }: Props) {
  const departments = useDepartments()
  const chosen = value.split(',').filter(Boolean)
  const data = [...departments.values()]
    .filter(({ id, active }) => active || chosen.includes(id))
    .map(({ id, name }) => ({ value: id, label: name }))
  return <MultiSelect {...shown} data={data} searchable value={chosen} onChange={ids => onChange(ids.join(','))} />
}
