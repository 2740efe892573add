/** @jest-environment @happy-dom/jest-environment */
import type { Agent, Webhook, WebhookDelivery } from '@inbox/contracts'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { WebhookAlarm } from '../src/pages/admin/webhooks/webhook-alarm.tsx'
import { WebhookEditor } from '../src/pages/admin/webhooks/webhook-editor.tsx'
import { WebhookList } from '../src/pages/admin/webhooks/webhook-list.tsx'
import { answerCalls, show } from './at-the-page.tsx'

const admin = { id: 'ada', name: 'Ada', role: 'admin', departmentIds: [] } as unknown as Agent
const SECRET = 'whsec_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ='
const at = '2030-01-01T12:00:00.000Z'
const aWebhook = (id: string, more: Partial<Webhook> = {}): Webhook => ({
  ...{ id, version: 1, url: `https://${id}.example/in`, events: ['message.received'], active: true },
  ...more
})
const failing = { webhookId: 'slow', state: 'failing', since: at, error: 'it responded with 500', waiting: 1200 }
const disabled = { reason: 'gone', error: 'the webhook responded with 410', at } as const
const aDelivery = (id: string, more: Partial<WebhookDelivery>): WebhookDelivery => ({
  ...{ id, state: 'delivered', createdAt: at, attempts: 1 },
  payload: { type: 'message.received', version: 1, timestamp: at, data: { message: { id: `text of ${id}` } } },
  ...more
})
const page = (items: object[]) => ({ items, nextCursor: null })
const answers = (...webhooks: Webhook[]) => ({
  'GET /v1/webhooks': page(webhooks),
  'GET /v1/webhook-health': { items: [failing] },
  ...Object.fromEntries(webhooks.map(each => [`GET /v1/webhooks/${each.id}`, each])),
  'GET /v1/webhooks/slow/deliveries': page([
    aDelivery('w1', { state: 'waiting', attempts: 3, nextAttemptAt: at, error: 'it responded with 500' }),
    aDelivery('d1', { answer: { status: 201, text: 'thanks', at } })
  ]),
  'POST /v1/webhooks': { ...aWebhook('new'), secret: SECRET },
  'POST /v1/webhooks/slow/rotate-secret': { secret: SECRET, formerSecretUntil: at },
  'POST /v1/webhooks/slow/deliveries/d1/resend': { id: 'd1.1' }
})

beforeEach(() => history.replaceState(null, '', '/admin/webhooks/new'))

describe('webhooks', () => {
  test('are listed with their state and how much waits; failing or disabled ones raise an alarm', async () => {
    answerCalls(
      answers(
        aWebhook('good', { description: 'Orders' }),
        aWebhook('slow'),
        aWebhook('off', { active: false, disabled })
      )
    )
    show(
      <>
        <WebhookAlarm />
        <WebhookList />
      </>,
      admin
    )
    const alarm = await screen.findByRole('alert')
    await waitFor(() =>
      expect(alarm.textContent).toMatch(/2 webhooks need.*slow\.example\/in: Failing.*off\.example\/in: Disabled/)
    )
    const row = screen.getByText('Orders').closest('tr')!
    expect(row.textContent).toMatch(/Working0Message received/)
    await waitFor(() => expect(screen.getByText('1,200')).toBeTruthy())
  })

  test('raise no alarm while all of them work, or if somebody switched one off', async () => {
    const calls = answerCalls(answers(aWebhook('good'), aWebhook('off', { active: false })))
    show(<WebhookAlarm />, admin)
    await waitFor(() => expect(calls).toHaveLength(2))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('are created with an address and events, and show their secret once', async () => {
    const calls = answerCalls(answers())
    show(<WebhookEditor id="new" />, admin)
    fireEvent.change(screen.getByRole('textbox', { name: /URL/ }), { target: { value: 'https://crm.example/in' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await screen.findByText('Choose at least 1.')
    fireEvent.click(screen.getByRole('checkbox', { name: 'Conversation closed' }))
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect((await screen.findByTestId('secret')).textContent).toBe(SECRET)
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
      ...{ url: 'https://crm.example/in', events: ['conversation.closed'], active: true }
    })
    fireEvent.click(screen.getByRole('button', { name: 'I have stored it' }))
    await waitFor(() => expect(location.pathname).toBe('/admin/webhooks'))
  })

  test('show what was posted and answered, and post it again; a secret is replaced with an overlap', async () => {
    const calls = answerCalls(answers(aWebhook('slow')))
    show(<WebhookEditor id="slow" />, admin)
    await screen.findByText(/It has accepted nothing since/)
    await screen.findByText(/Answer: 201/)
    expect(screen.getByText('thanks')).toBeTruthy()
    expect(screen.getByText(/text of w1/)).toBeTruthy()
    expect(screen.getByText(/3 attempts · next attempt/)).toBeTruthy()
    expect(screen.getByRole('button', { name: /^Try now/ })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: /^Send again/ }))
    await waitFor(() => expect(calls.some(({ path }) => path.endsWith('/d1/resend'))).toBe(true))
    fireEvent.click(screen.getByRole('button', { name: 'New secret' }))
    expect((await screen.findByTestId('secret')).textContent).toBe(SECRET)
    expect(calls.find(({ path }) => path.endsWith('/rotate-secret'))?.body).toEqual({ overlapSeconds: 86_400 })
  })
})
