/** @jest-environment @happy-dom/jest-environment */
import { expect, test } from '@jest/globals'
import { act, waitFor } from '@testing-library/react'
import { ChannelBanner } from '../src/shell/channel-banner.tsx'
import { answerCalls, show } from './at-the-page.tsx'

test('the state of channels is read once as the page opens, after the first snapshot, and again after each later one', async () => {
  const calls = answerCalls({ 'GET /v1/channel-health': { items: [] }, 'GET /v1/channels': { items: [] } })
  const timesRead = () => calls.filter(({ path }) => path === '/v1/channel-health').length
  const { state, push } = show(<ChannelBanner />)
  const takeSnapshot = () => {
    state.set({ ...state.get(), loaded: true })
    push('snapshot')
  }
  await waitFor(() => expect(calls.map(({ path }) => path)).toContain('/v1/channels'))
  expect(timesRead()).toBe(0)
  for (const times of [1, 2]) {
    await act(async () => takeSnapshot())
    await waitFor(() => expect(timesRead()).toBe(times))
  }
  await act(async () => push('channel.health'))
  await waitFor(() => expect(timesRead()).toBe(3))
})
