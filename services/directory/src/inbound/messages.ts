import { accessAudited } from '@inbox/contracts'
import { type Consumer, defineConsumer, on } from '@inbox/messaging'
import type { Audit } from '../store/audit.ts'

/** What others do that is audited here, once however often it is told. */
export const audits = (audit: Pick<Audit, 'record'>): Consumer =>
  defineConsumer({
    name: 'directory.audit',
    prefetch: 20,
    handlers: [on(accessAudited, ({ data: { entry } }) => audit.record([entry]))]
  })
