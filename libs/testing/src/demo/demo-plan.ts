/** What the demo consists of; ids, passwords and keys come from the running system. */
export const departments = [
  { name: 'Sales', mode: 'automatic' },
  { name: 'Support', mode: 'manual' }
] as const

export type DepartmentName = (typeof departments)[number]['name']

interface PlannedUser {
  name: string
  role: 'agent' | 'supervisor'
  departments: readonly DepartmentName[]
  limit: number
}
export const users: readonly PlannedUser[] = [
  { name: 'Ana', role: 'agent', departments: ['Sales', 'Support'], limit: 3 },
  { name: 'Rui', role: 'agent', departments: ['Sales'], limit: 3 },
  { name: 'Eva', role: 'agent', departments: ['Sales'], limit: 3 },
  { name: 'Leo', role: 'agent', departments: ['Support'], limit: 3 },
  { name: 'Sofia', role: 'supervisor', departments: ['Sales', 'Support'], limit: 0 }
]
export const emailOf = (name: string): string => `${name.toLowerCase()}@demo.example`

export const channels = departments.flatMap(({ name: department }) => [
  { kind: 'whatsapp' as const, name: `${department} WhatsApp`, department },
  { kind: 'webchat' as const, name: `${department} web chat`, department },
  { kind: 'email' as const, name: `${department} email`, department }
])
