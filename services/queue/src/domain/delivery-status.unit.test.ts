import type { Message } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { type DeliveryReport, reported } from './delivery-status.ts'

type DeliveryState = Pick<Message, 'status' | 'error' | 'providerMessageId'>
const after = (...reports: DeliveryReport['status'][]) =>
  reports.reduce<DeliveryState>((message, status) => reported(message, { status, error: `${status}?` }), {
    status: 'queued'
  })

describe('the status of an answer', () => {
  test.each([
    [['sent', 'delivered', 'read', 'played'], 'played'],
    [['played', 'read', 'delivered', 'sent'], 'played'],
    [['delivered', 'read', 'delivered'], 'read'],
    [['sent', 'failed'], 'failed'],
    [['failed', 'sent'], 'failed'],
    [['failed', 'delivered'], 'delivered'],
    [['uncertain', 'sent'], 'sent'],
    [['sent', 'uncertain'], 'sent'],
    [['uncertain', 'failed'], 'failed'],
    [['delivered', 'failed'], 'delivered'],
    [['failed', 'read', 'failed'], 'read']
  ] as [DeliveryReport['status'][], DeliveryReport['status']][])('after the reports %j is %s', (reports, status) => {
    expect(after(...reports).status).toBe(status)
  })

  test('carries an error only while it has failed', () => {
    expect(after('sent')).not.toHaveProperty('error')
    expect(after('failed')).toMatchObject({ error: 'failed?' })
    expect(after('failed', 'delivered')).not.toHaveProperty('error')
  })

  test('that arrives late still tells the channel’s id of the message', () => {
    const read: DeliveryState = { status: 'read' }
    expect(reported(read, { status: 'sent', providerMessageId: 'wamid.1' })).toEqual({
      status: 'read',
      providerMessageId: 'wamid.1'
    })
  })
})
