/** What `npm test` found or started for the whole run. */
export interface BackingServices {
  rabbitmqUrl: string
  managementUrl: string
  redisUrl: string
  mongodbUrl: string
}

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run tests with \`npm test -- <paths>\`, which starts what they need`)
  return value
}

export const backingServices = (): BackingServices => ({
  rabbitmqUrl: required('RABBITMQ_URL'),
  managementUrl: required('RABBITMQ_MANAGEMENT_URL'),
  redisUrl: required('REDIS_URL'),
  mongodbUrl: required('MONGODB_URL')
})
