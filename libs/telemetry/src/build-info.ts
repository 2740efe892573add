import { gauge } from './metrics.ts'

/** What this process was built from: BUILD_VERSION and BUILD_REVISION, which images bring along. */
export function tellBuild(service: string, { BUILD_VERSION, BUILD_REVISION }: NodeJS.ProcessEnv): void {
  gauge('service_build_info', 'What this process was built from', ['service', 'version', 'revision', 'node']).set(
    { service, version: BUILD_VERSION || 'development', revision: BUILD_REVISION || 'unknown', node: process.version },
    1
  )
}
