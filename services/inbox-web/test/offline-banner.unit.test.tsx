/** @jest-environment @happy-dom/jest-environment */
import { describe, expect, test } from '@jest/globals'
import { act } from '@testing-library/react'
import { OfflineBanner } from '../src/shell/offline-banner.tsx'
import { show } from './at-the-page.tsx'

describe('the banner for a lost connection', () => {
  test('is not there while connected, whatever was wrong before', () => {
    const { container, trouble } = show(<OfflineBanner />)
    act(() => trouble.set('tooMany'))
    expect(container.textContent).not.toContain('tabs')
  })

  test.each([
    ['unreachable', 'No connection.'],
    ['httpOnly', 'No live updates at the moment.'],
    ['tooMany', 'You have the inbox open in too many tabs'],
    ['signIn', 'Your sign-in could not be renewed yet']
  ] as const)('describes %s in its own words, and disappears once connected again', (why, words) => {
    const { container, link, trouble } = show(<OfflineBanner />)
    act(() => {
      trouble.set(why)
      link.set('lost')
    })
    expect(container.querySelector('[role=status]')?.textContent).toContain(words)
    act(() => link.set('connected'))
    expect(container.textContent).not.toContain(words)
  })
})
