import type { OpenChannel } from '../channel.ts'
import { deliverToApi } from './deliver.ts'
import { testApi } from './test.ts'

export const openApi: OpenChannel = async context => ({
  deliver: deliverToApi(context),
  idempotent: true,
  awaitsSettings: ({ callbackUrl }) => callbackUrl === undefined,
  test: testApi(context)
})
