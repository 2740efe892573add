/** @jest-environment @happy-dom/jest-environment */
import type { ConversationSummary } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { screen } from '@testing-library/react'
import { WhyDialog } from '../src/pages/conversations/why-dialog.tsx'
import { answerCalls, show } from './at-the-page.tsx'

const conversation = { id: 'c1', contact: { name: 'Bia' } } as ConversationSummary
const open = (reason?: object) => {
  answerCalls({
    'GET /v1/agents': {
      items: [
        { id: 'eva', name: 'Eva' },
        { id: 'rui', name: 'Rui' }
      ],
      nextCursor: null
    },
    ...(reason && { 'GET /v1/conversations/c1/waiting-reason': reason })
  })
  show(<WhyDialog conversation={conversation} onClose={() => undefined} />)
}

describe('why a conversation waits', () => {
  test('is explained with its position, the expected wait, and what stands between it and each agent by name', async () => {
    open({
      because: 'nobodyEligible',
      ahead: 2,
      estimateSeconds: 180,
      candidates: ['eva'],
      exclusions: [{ agentId: 'rui', reason: 'atLimit' }]
    })
    await screen.findByText('2 ahead in the queue')
    screen.getByText(/^About \D*3\D* until its turn$/)
    const rows = screen.getAllByRole('row').map(({ textContent }) => textContent)
    expect(rows[0]).toBe('Evaeligible')
    expect(rows[1]).toMatch(/^Rui/)
  })

  test('no longer applies once it has been offered, which the dialog says', async () => {
    open()
    await screen.findByText('It is no longer waiting, or has only just arrived.')
  })
})
