/** @jest-environment @happy-dom/jest-environment */
import { expect, test } from '@jest/globals'
import { createChatFrame } from './chat-frame.ts'

test('the focus moves to the chat once it is there, and not to a frame that is still loading', () => {
  const panel = document.body.appendChild(document.createElement('div'))
  const src = new URL('about:blank')
  const frame = createChatFrame(panel, { src, title: 'Chat' }, () => undefined)
  frame.load({})
  const element = panel.querySelector('iframe')!
  frame.focus()
  expect(document.activeElement).not.toBe(element)
  const message = { data: { serviceInbox: 'ready' }, origin: src.origin, source: element.contentWindow }
  window.dispatchEvent(Object.assign(new Event('message'), message))
  expect(document.activeElement).toBe(element)
})
