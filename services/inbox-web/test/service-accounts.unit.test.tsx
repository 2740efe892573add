/** @jest-environment @happy-dom/jest-environment */
import type { Agent, ServiceAccount } from '@inbox/contracts'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { ServiceAccountEditor } from '../src/pages/admin/service-accounts/service-account-editor.tsx'
import { ServiceAccountList } from '../src/pages/admin/service-accounts/service-account-list.tsx'
import { answerCalls, show } from './at-the-page.tsx'

const admin = { id: 'ada', name: 'Ada', role: 'admin', departmentIds: [] } as unknown as Agent
const TOKEN = 'si_sa_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ'
const anAccount = (name: string, more: Partial<ServiceAccount> = {}): ServiceAccount => ({
  ...{ id: name, version: 1, name, active: true, scopes: ['contacts:read'], hint: 'wxyz' },
  createdAt: '2030-01-01T12:00:00.000Z',
  ...more
})
const page = (items: object[]) => ({ items, nextCursor: null })
const sales = { id: 'sales', name: 'Sales', active: true }
const robin = { id: 'robin', name: 'Robin', active: true, departmentIds: ['sales'], bot: { silentSeconds: 60 } }
const answers = (accounts: ServiceAccount[]) => ({
  'GET /v1/departments': page([sales]),
  'GET /v1/agents': page([robin, { id: 'ana', name: 'Ana', active: true, departmentIds: [] }]),
  'GET /v1/service-accounts': page(accounts),
  'POST /v1/service-accounts': { ...anAccount('CRM'), token: TOKEN },
  'DELETE /v1/service-accounts/CRM': {}
})
const box = (name: string) => screen.getByRole('checkbox', { name }) as HTMLInputElement

beforeEach(() => history.replaceState(null, '', '/admin/service-accounts/new'))

describe('service accounts', () => {
  test('are listed with what they may do, where, and when they were last used; revoked ones only on request', async () => {
    answerCalls(
      answers([
        anAccount('CRM', { departmentIds: ['sales'], lastUsedAt: '2030-01-02T12:00:00.000Z' }),
        anAccount('Idle', { scopes: ['reports:read', 'administration:read'] }),
        anAccount('Gone', { active: false })
      ])
    )
    show(<ServiceAccountList />, admin)
    const row = (name: string) => screen.getByText(name).closest('tr')!
    await screen.findByText('CRM')
    await waitFor(() => expect(row('CRM').textContent).toContain('Sales'))
    expect(row('CRM').textContent).toMatch(/Read contacts.*Sales.*2030.*si_sa_…wxyz/)
    expect(row('Idle').textContent).toMatch(/Fetch reports, Read the administration.*all.*never/)
    expect(screen.queryByText('Gone')).toBeNull()
    fireEvent.click(screen.getByRole('switch'))
    expect(within(row('Gone')).queryByRole('button')).toBeNull()
  })

  test('are revoked after a question that states the consequences', async () => {
    const calls = answerCalls(answers([anAccount('CRM')]))
    show(<ServiceAccountList />, admin)
    fireEvent.click(await screen.findByRole('button', { name: 'Revoke CRM' }))
    await screen.findByText(/cannot be undone/)
    expect(calls.filter(({ method }) => method === 'DELETE')).toEqual([])
    fireEvent.click(screen.getByRole('button', { name: 'Revoke' }))
    await waitFor(() => expect(calls).toContainEqual(expect.objectContaining({ method: 'DELETE' })))
  })

  test('are created with a name and what they need, and show their token once', async () => {
    const calls = answerCalls(answers([]))
    show(<ServiceAccountEditor id="new" />, admin)
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await screen.findByText('Choose at least 1.')
    fireEvent.change(screen.getByRole('textbox', { name: /Name/ }), { target: { value: 'CRM' } })
    fireEvent.click(box('Read contacts'))
    fireEvent.click(box('Correct contacts'))
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect((await screen.findByTestId('token')).textContent).toBe(TOKEN)
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
      name: 'CRM',
      scopes: ['contacts:read', 'contacts:write']
    })
    fireEvent.click(screen.getByRole('button', { name: 'I have stored it' }))
    await waitFor(() => expect(location.pathname).toBe('/admin/service-accounts'))
  })

  test('of bots act as them, with no permissions of their own', async () => {
    const calls = answerCalls(answers([anAccount('Robin’s program', { scopes: [], botId: 'robin' })]))
    show(<ServiceAccountList />, admin)
    await waitFor(() => expect(screen.getByText('Acts as Robin').closest('tr')!.textContent).toContain('Sales'))
    show(<ServiceAccountEditor id="new" />, admin)
    fireEvent.change(screen.getByRole('textbox', { name: /Name/ }), { target: { value: 'Robin' } })
    fireEvent.click(await screen.findByLabelText('Acts as', { selector: 'input' }))
    fireEvent.click(await screen.findByRole('option', { name: 'Robin', hidden: true }))
    await waitFor(() => expect(screen.queryByRole('checkbox', { name: 'Fetch reports' })).toBeNull())
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await screen.findByTestId('token')
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ name: 'Robin', botId: 'robin' })
  })

  test('that are restricted to departments lose what knows no departments', async () => {
    const calls = answerCalls(answers([]))
    show(<ServiceAccountEditor id="new" />, admin)
    fireEvent.change(screen.getByRole('textbox', { name: /Name/ }), { target: { value: 'CRM' } })
    fireEvent.click(box('Fetch reports'))
    fireEvent.click(box('Read conversations'))
    fireEvent.click(screen.getByLabelText('Departments', { selector: 'input' }))
    fireEvent.click(await screen.findByText('Sales'))
    await waitFor(() => expect(box('Fetch reports').disabled).toBe(true))
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await screen.findByTestId('token')
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
      name: 'CRM',
      scopes: ['conversations:read'],
      departmentIds: ['sales']
    })
  })
})
