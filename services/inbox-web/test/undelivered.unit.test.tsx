/** @jest-environment @happy-dom/jest-environment */
import type { Message } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { Undelivered } from '../src/pages/inbox/pane/undelivered.tsx'
import { answerCalls, show } from './at-the-page.tsx'

const message = (more: Partial<Message>) => ({ id: 'm1', conversationId: 'c1', ...more }) as Message
const path = '/v1/conversations/c1/messages/m1'
const button = (name: string) => screen.queryByRole('button', { name })

describe('a message that did not arrive', () => {
  test.each([
    ['refused', 'The channel did not accept this message'],
    ['window-expired', 'The time to reply to this contact ran out before the message left'],
    ['undeliverable', 'The channel could not be reached in time']
  ] as const)('because it was %s says so, and can be sent again', async (failure, words) => {
    const calls = answerCalls({ [`POST ${path}/send-again`]: message({ status: 'queued' }) })
    show(<Undelivered message={message({ status: 'failed', failure, sentAgain: 2 })} canAnswer />)
    screen.getByText(words)
    expect(button('Keep as is')).toBeNull()
    fireEvent.click(button('Send again')!)
    await waitFor(() => expect(calls).toHaveLength(1))
    expect(calls[0]).toMatchObject({ method: 'POST', path: `${path}/send-again`, body: { sentAgain: 2 } })
  })

  test('shows what the provider said, but not for a window that is over, which says it all', () => {
    show(<Undelivered message={message({ status: 'failed', failure: 'refused', error: 'blocked' })} canAnswer />)
    show(<Undelivered message={message({ status: 'failed', failure: 'window-expired', error: '470' })} canAnswer />)
    expect(screen.queryByText('blocked')).not.toBeNull()
    expect(screen.queryByText('470')).toBeNull()
  })

  test('that may have arrived can also be left as it is, once', async () => {
    const calls = answerCalls({ [`POST ${path}/leave-as-is`]: message({ status: 'uncertain', leftAsIs: true }) })
    show(<Undelivered message={message({ status: 'uncertain' })} canAnswer />)
    fireEvent.click(button('Keep as is')!)
    expect(button('Keep as is')).toHaveProperty('disabled', true)
    await waitFor(() => expect(calls[0]).toMatchObject({ path: `${path}/leave-as-is`, body: { sentAgain: 0 } }))
  })

  test('offers nothing to those who cannot answer, nor after it was left as it is', () => {
    show(<Undelivered message={message({ status: 'uncertain' })} canAnswer={false} />)
    show(<Undelivered message={message({ status: 'uncertain', leftAsIs: true })} canAnswer />)
    expect(screen.queryAllByRole('button')).toEqual([])
  })
})
