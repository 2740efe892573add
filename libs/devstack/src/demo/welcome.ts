import type { DemoFile } from './demo-file.ts'

/** What is printed once everything runs: where to go, who can sign in, and how to send a message in. */
export function welcome(demo: DemoFile, demoFilePath: string): string {
  const departmentName = (id: string) => demo.departments.find(department => department.id === id)?.name ?? id
  const people = demo.users.map(user =>
    [
      `  ${user.email.padEnd(22)} ${user.password.padEnd(14)} ${user.role.padEnd(10)}`,
      user.departmentIds.map(departmentName).join(', ')
    ].join(' ')
  )
  const keys = demo.channels.map(
    channel => `  ${departmentName(channel.departmentId).padEnd(9)} ${channel.kind.padEnd(9)} ${channel.apiKey}`
  )
  return [
    `ready ${demo.gateway}`,
    '',
    `Customers ${demo.customers} (web chat), ${demo.customers}/phone (WhatsApp), ${demo.customers}/mail (e-mail)`,
    'Bot       `npm run bot` in another terminal: it answers first in Support until you stop it',
    '',
    'Sign-ins (email, password, role, departments)',
    ...people,
    '',
    `Channel API keys for POST ${demo.ingest}/v1/messages`,
    ...keys,
    '',
    `For scripts: ${demoFilePath}. Ctrl-C stops everything; the data is kept.`
  ].join('\n')
}
