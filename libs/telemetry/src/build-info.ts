import { gauge } from './metrics.ts'

/** This process's release, as set in images (BUILD_VERSION). */
export const buildVersion = (env: NodeJS.ProcessEnv = process.env): string => env.BUILD_VERSION || 'development'

/** Exposes what this process was built from: BUILD_VERSION and BUILD_REVISION, which are set in images. */
export function exposeBuild(service: string, env: NodeJS.ProcessEnv): void {
  gauge('service_build_info', 'The build this process runs', ['service', 'version', 'revision', 'node']).set(
    { service, version: buildVersion(env), revision: env.BUILD_REVISION || 'unknown', node: process.version },
    1
  )
}
