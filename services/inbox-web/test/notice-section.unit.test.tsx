/** @jest-environment @happy-dom/jest-environment */
import type { ChannelKind } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { screen } from '@testing-library/react'
import type { ComponentProps } from 'react'
import { NoticeSection } from '../src/pages/admin/departments/notice-section.tsx'
import { show } from './at-the-page.tsx'

const CHARGED = 'WhatsApp charges for every notice: contacts there get one at most every 5 minutes.'

/** Opens the section with a notice on these channels. */
function open(channels: ChannelKind[]): void {
  const values = {
    has: { positionNotice: true },
    positionNotice: { everySeconds: 60, template: '{position}', channels }
  }
  const getInputProps = (path: string) => ({ value: path.endsWith('channels') ? channels : undefined })
  const form = { values, getInputProps } as unknown as ComponentProps<typeof NoticeSection>['form']
  show(<NoticeSection form={form} />)
}

test('an administrator is told that notices of the position cost money where they do', () => {
  open(['webchat', 'email'])
  expect(screen.queryByText(CHARGED)).toBeNull()
  open(['webchat', 'whatsapp'])
  screen.getByText(CHARGED)
})
