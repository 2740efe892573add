import { baseConfig, port, publicConfig, readEnvironment } from '@inbox/runtime'

export const readConfig = () => readEnvironment({ ...baseConfig, ...publicConfig, CHANNEL_ADAPTERS_PORT: port(4107) })

export type Config = ReturnType<typeof readConfig>
