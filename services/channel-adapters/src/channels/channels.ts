import type { ChannelKind } from '@inbox/contracts'
import { deliverToApi } from './api/deliver.ts'
import type { Deliver } from './channel.ts'

/** The kinds whose answers we bring out ourselves; those of others wait for whoever reports what became of them. */
export const channels: Readonly<Partial<Record<ChannelKind, Deliver>>> = { api: deliverToApi }
