import { counter, gauge, histogram } from '@inbox/telemetry'

export const published = counter('broker_published_total', 'Messages handed to the broker', ['outcome'])
export const confirmSeconds = histogram('broker_confirm_seconds', 'From publish to the confirm of the broker')
export const unconfirmed = gauge('broker_unconfirmed', 'Messages that wait for a confirm or for their turn')
export const consumed = counter('broker_consumed_total', 'Attempts at messages', ['consumer', 'outcome'])
export const handlingSeconds = histogram('broker_handling_seconds', 'Time in handlers', ['consumer'])
export const retried = counter('broker_retried_total', 'Messages sent to a wait queue or held', ['consumer', 'tier'])
export const parked = counter('broker_parked_total', 'Messages parked for an operator', ['consumer', 'kind'])
