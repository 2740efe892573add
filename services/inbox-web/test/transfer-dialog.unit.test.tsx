/** @jest-environment @happy-dom/jest-environment */
import type { ConversationSummary } from '@inbox/contracts'
import { describe, expect, jest, test } from '@jest/globals'
import { fireEvent, screen } from '@testing-library/react'
import { TransferDialog } from '../src/pages/inbox/actions/transfer-dialog.tsx'
import type { Actions } from '../src/pages/inbox/actions/use-actions.ts'
import { answerCalls, show } from './at-the-page.tsx'

const department = (id: string, name: string, more: object = {}) => ({ id, name, active: true, transfer: {}, ...more })
const colleague = (id: string, name: string, more: object = {}) => ({
  ...{ id, name, departmentIds: ['sales'], status: 'available', link: 'connected', load: 0, limit: 3 },
  ...more
})

function open(status: ConversationSummary['status'], rules: object = {}) {
  answerCalls({
    'GET /v1/departments': {
      items: [
        department('sales', 'Sales', { transfer: rules }),
        department('support', 'Support'),
        department('old', 'Former', { active: false })
      ],
      nextCursor: null
    },
    'GET /v1/colleagues': {
      items: [
        colleague('ana', 'Ana'),
        colleague('eva', 'Eva'),
        colleague('rui', 'Rui', { load: 3 }),
        colleague('leo', 'Leo', { departmentIds: ['support'] })
      ]
    }
  })
  const transfer = jest.fn<Actions['transfer']>()
  const onClose = jest.fn()
  const conversation = { id: 'c1', status, departmentId: 'sales', contact: { name: 'Bia' } } as ConversationSummary
  show(<TransferDialog {...{ conversation, onClose }} actions={{ transfer } as unknown as Actions} />)
  return { transfer, onClose, conversation }
}
const radios = () => screen.getAllByRole('radio').flatMap(({ textContent }) => textContent || [])

describe('the transfer dialog', () => {
  test('offers the other active departments, with how many agents are there, and transfers to the one chosen', async () => {
    const { transfer, onClose, conversation } = open('ongoing')
    fireEvent.click(await screen.findByRole('radio', { name: /^Support/ }))
    expect(radios().join()).not.toMatch(/Former|Sales/)
    fireEvent.change(screen.getByRole('textbox'), { target: { value: ' Speaks Portuguese ' } })
    fireEvent.click(screen.getByRole('button', { name: 'Transfer' }))
    expect(transfer).toHaveBeenCalledWith(conversation, { departmentId: 'support', note: 'Speaks Portuguese' })
    expect(onClose).toHaveBeenCalled()
  })

  test('offers colleagues in the department, of whom only those with room can be chosen, and not oneself', async () => {
    open('ongoing')
    fireEvent.click(screen.getByText('To an agent'))
    expect(await screen.findByRole('radio', { name: /^Eva/ })).toHaveProperty('disabled', false)
    expect(screen.getByRole('radio', { name: /^Rui/ })).toHaveProperty('disabled', true)
    expect(radios().join()).not.toMatch(/Ana|Leo/)
  })

  test('offers only departments for what waits in a queue: that is assigned to agents, not transferred', async () => {
    open('queued')
    await screen.findByRole('radio', { name: /^Support/ })
    expect(screen.queryByText('To an agent')).toBeNull()
  })

  test('offers nobody if the department does not transfer, and nothing can be submitted before somebody is chosen', async () => {
    open('ongoing', { departments: false, agents: false })
    await screen.findByText('Nobody to transfer to.')
    expect(screen.getByRole('button', { name: 'Transfer' })).toHaveProperty('disabled', true)
  })
})
