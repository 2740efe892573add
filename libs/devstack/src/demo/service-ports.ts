import { isFree } from '../backing-services/free-ports.ts'
import { SetupProblem } from '../process/setup-problem.ts'
import { type Service, serviceNames, standardPorts, variablePrefix } from '../system/services.ts'

/** Ports of what the demo runs besides the services. */
const besides = { CUSTOMERS_PORT: 4110, WHATSAPP_DOUBLE_PORT: 4111, MAIL_DOUBLE_PORT: 4112 } as const
export type DemoPorts = Record<keyof typeof besides, number>

/** Each service's port: `<SERVICE>_PORT` if set, otherwise its standard one. Throws naming an invalid one. */
export function servicePorts(env: NodeJS.ProcessEnv): Record<Service, number> {
  const entries = serviceNames.map(service => {
    return [service, portOf(env, `${variablePrefix(service)}_PORT`, standardPorts[service])] as const
  })
  return Object.fromEntries(entries) as Record<Service, number>
}

/** The ports of the customers' pages, the WhatsApp double and the SMTP server, by the variables that set them. */
export function demoPorts(env: NodeJS.ProcessEnv): DemoPorts {
  const entries = Object.entries(besides).map(([variable, standard]) => [variable, portOf(env, variable, standard)])
  return Object.fromEntries(entries) as DemoPorts
}

function portOf(env: NodeJS.ProcessEnv, variable: string, standard: number): number {
  const port = Number(env[variable] || standard)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new SetupProblem(`${variable} is not a valid port: ${env[variable]}`)
  return port
}

/** Throws an error that lists every port somebody else listens on. */
export async function demandFreePorts(ports: Record<Service, number>, others: DemoPorts): Promise<void> {
  const wanted = [
    ...serviceNames.map(name => [`${variablePrefix(name)}_PORT`, ports[name]] as const),
    ...Object.entries(others)
  ]
  const checked = await Promise.all(
    wanted.map(async ([variable, port]) => ({ variable, port, free: await isFree(port) }))
  )
  const taken = checked.filter(({ free }) => !free)
  if (taken.length === 0) return
  const lines = taken.map(
    ({ variable, port }) => `port ${port} is in use: stop the program that uses it, or set ${variable}`
  )
  throw new SetupProblem(lines.join('\n'))
}
