import { channelChanged, departmentChanged } from '@inbox/contracts'
import { on, type Subscription } from '@inbox/messaging'
import type { Directory } from '../outbound/directory.ts'

/** The directory's events; every process gets them. */
export const events = (directory: Pick<Directory, 'takeChannel' | 'takeDepartment'>): Subscription => ({
  prefetch: 100,
  handlers: [
    on(channelChanged, async ({ data }) => directory.takeChannel(data.channel)),
    on(departmentChanged, async ({ data }) => {
      directory.takeDepartment(data.department)
    })
  ]
})
