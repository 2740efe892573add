import { counter, gauge, histogram } from '@inbox/telemetry'

export const published = counter('broker_published_total', 'Messages handed to the broker', ['outcome'])
export const confirmSeconds = histogram('broker_confirm_seconds', 'Time from publishing to the broker confirm')
export const unconfirmed = gauge('broker_unconfirmed', 'Messages waiting to be published or confirmed')
export const consumed = counter('broker_consumed_total', 'Message handling attempts', ['consumer', 'outcome'])
export const handlingSeconds = histogram('broker_handling_seconds', 'Time spent in handlers', ['consumer'])
export const retried = counter('broker_retried_total', 'Messages put off for another attempt, in a wait tier or held', [
  'consumer',
  'tier'
])
export const parked = counter('broker_parked_total', 'Messages parked for an operator', ['consumer', 'kind'])
