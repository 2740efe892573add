import { SetupProblem } from '../process/setup-problem.ts'

export type ServiceName = 'rabbitmq' | 'redis' | 'mongodb'
export type Branch = 'environment' | 'docker' | 'binary' | 'install' | 'embedded'
export type Branches = Record<ServiceName, Branch>

/** What this machine has. */
export interface Machine {
  docker: boolean
  /** Paths of installed servers. */
  binaries: Record<ServiceName, string | undefined>
  /** Why packages cannot be installed, if they cannot. */
  aptObstacle: string | undefined
}

const packages = { rabbitmq: 'rabbitmq-server', redis: 'redis-server' }

/** Where a backing service comes from: the first branch that applies. If none does, throws advice on what to do. */
export function chooseBranch(service: ServiceName, env: NodeJS.ProcessEnv, machine: Machine): Branch {
  const variable = `${service.toUpperCase()}_URL`
  if (env[variable]) return 'environment'
  if (machine.docker) return 'docker'
  if (machine.binaries[service]) return 'binary'
  if (service === 'mongodb') return 'embedded'
  if (machine.aptObstacle === undefined) return 'install'
  throw new SetupProblem(
    [
      `${service} was not found and cannot be installed here: ${machine.aptObstacle}, no Docker engine is running,`,
      `${variable} is not set, and ${packages[service]} is not on the PATH. Do one of the following:`,
      `  · install it: apt-get install ${packages[service]} (as root), brew install ${service}, …`,
      '  · start Docker',
      `  · set ${variable} to the URL of a running one`
    ].join('\n')
  )
}
