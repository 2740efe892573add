/** @jest-environment @happy-dom/jest-environment */
import type { Agent } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { AgentEditor } from '../src/pages/admin/agents/agent-editor.tsx'
import { answerCalls, show } from './at-the-page.tsx'

const admin = { id: 'ada', name: 'Ada', role: 'admin', departmentIds: [] } as unknown as Agent
const type = (label: RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label, { selector: 'input' }), { target: { value } })

test('a bot is asked for nothing that only people need, and gets none of what was entered before', async () => {
  const calls = answerCalls({
    'GET /v1/departments': { items: [], nextCursor: null },
    'POST /v1/agents': { id: 'robin', version: 1 }
  })
  show(<AgentEditor id="new" />, admin)
  type(/^Name/, 'Robin')
  type(/^Email address/, 'robin@example.com')
  type(/^Password/, 'correct horse battery')
  fireEvent.click(screen.getByRole('switch', { name: /May go over the limit/ }))
  fireEvent.click(screen.getByRole('radio', { name: 'Bot' }))
  await waitFor(() => expect(screen.queryByLabelText(/^Password/)).toBeNull())
  expect(screen.queryByLabelText(/^Role/)).toBeNull()
  expect(screen.queryByRole('switch', { name: /May go over the limit/ })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(calls.find(({ method }) => method === 'POST')).toBeDefined())
  expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
    ...{ name: 'Robin', email: 'robin@example.com', role: 'agent', departmentIds: [], limit: 3, active: true },
    bot: { silentSeconds: 60 }
  })
})
