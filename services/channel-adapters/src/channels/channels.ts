import type { ChannelKind } from '@inbox/contracts'
import { deliverToApi } from './api/deliver.ts'
import { testApi } from './api/test.ts'
import type { Channel } from './channel.ts'
import { deliverToWebchat } from './webchat/deliver.ts'

/** The kinds whose answers we bring out ourselves; those of others wait for whoever reports what became of them. */
export const channels: Readonly<Partial<Record<ChannelKind, Channel>>> = {
  api: { deliver: deliverToApi, idempotent: true, test: testApi },
  // visitors read what is stored, however often that was told
  webchat: { deliver: deliverToWebchat, idempotent: true }
}
