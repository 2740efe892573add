/** The contents of the demo; ids, passwords and keys come from the running system. */
export const departments = [
  { name: 'Sales', mode: 'automatic' },
  { name: 'Support', mode: 'manual' }
] as const

export type DepartmentName = (typeof departments)[number]['name']

export const mailDomain = 'azulejo.example'
/** The part before the `@` of a department's address. */
export const mailboxName = (department: string): string => department.toLowerCase()
export const mailboxNames: readonly string[] = departments.map(({ name }) => mailboxName(name))

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

export const cannedReplies = [
  {
    name: 'Greeting',
    shortcut: 'hi',
    text: 'Hello {{contact.firstName}}, this is {{agent.firstName}} of {{department.name}}. How can I help?'
  },
  { name: 'Saudação', shortcut: 'oi', text: 'Olá {{contact.firstName}}! Aqui é {{agent.firstName}}, vou ajudar você.' },
  {
    name: 'Saludo',
    shortcut: 'hola',
    text: '¡Hola {{contact.firstName}}! Soy {{agent.firstName}}, ¿en qué te puedo ayudar?'
  },
  { name: 'One moment', shortcut: 'moment', text: 'One moment, please: I am looking into it.' },
  { name: 'Case number', shortcut: 'case', text: 'Your case number is {{referenceNumber}}.' },
  {
    name: 'Delivery times',
    shortcut: 'delivery',
    text: 'We deliver within three to five working days.',
    department: 'Sales'
  },
  {
    name: 'How to return',
    shortcut: 'return',
    text: 'Please put everything back into its box, {{contact.firstName}}; the courier brings the label.',
    department: 'Support'
  }
] as const satisfies { name: string; shortcut: string; text: string; department?: DepartmentName }[]
