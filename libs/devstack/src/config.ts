export const machineEnvironment = (): NodeJS.ProcessEnv => process.env
