import { parseArgs } from 'node:util'
import { type Agent, createOneTimePassword, listAgents } from '@inbox/contracts'
import { type Client, createClient, type User } from '@inbox/http'
import { readEnvironment, secrets } from '@inbox/runtime'
import { z } from 'zod'

const USAGE = `Sets a one-time password for somebody who cannot sign in, such as the only administrator. DIRECTORY_URL and SERVICE_TOKEN_SECRET give access to directory.

  password <e-mail> --by <name>   replaces the password, ends all sign-ins of this person, and prints the new one,
                                  which is shown nowhere else; the audit log names --by
`

/** Makes a one-time password; resolves with the exit code: 1 if nobody has that address. */
export async function passwordCommand(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { by: { type: 'string' } } })
  const [email, ...others] = positionals
  if (!email || others.length > 0 || !values.by) {
    process.stderr.write(USAGE)
    return 2
  }
  const environment = readEnvironment({
    DIRECTORY_URL: z.url().default('http://127.0.0.1:4106'),
    SERVICE_TOKEN_SECRET: secrets
  })
  const { DIRECTORY_URL: baseUrl, SERVICE_TOKEN_SECRET: secret } = environment
  const client = createClient({ baseUrl, service: 'ops', secret })
  const actor: User = { kind: 'user', id: 'operator', name: values.by, role: 'admin', departmentIds: [] }
  const agent = await agentOf(client, actor, email)
  const made = agent && (await client.call(createOneTimePassword, { params: { id: agent.id }, actor }))
  if (!made?.ok) {
    process.stderr.write(`${made ? made.error.detail : `nobody has the e-mail address ${email}`}\n`)
    return 1
  }
  process.stdout.write(`${JSON.stringify({ email, role: agent?.role, ...made.value })}\n`)
  return 0
}

async function agentOf(client: Client, actor: User, email: string): Promise<Agent | undefined> {
  for (let cursor: string | undefined; ; ) {
    const page = await client.call(listAgents, { query: { limit: 200, ...(cursor && { cursor }) }, actor })
    if (!page.ok) throw new Error(page.error.detail)
    const found = page.value.items.find(each => each.email.toLowerCase() === email.toLowerCase())
    if (found || page.value.nextCursor === null) return found
    cursor = page.value.nextCursor
  }
}
