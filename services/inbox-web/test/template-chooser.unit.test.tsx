/** @jest-environment @happy-dom/jest-environment */
import { type ChannelTemplate, capabilitiesOf } from '@inbox/contracts'
import { expect, jest, test } from '@jest/globals'
import { act, fireEvent, screen } from '@testing-library/react'
import { TemplateChooser } from '../src/pages/inbox/templates/template-chooser.tsx'
import { answerCalls, show } from './at-the-page.tsx'

const template: ChannelTemplate = {
  ...{ name: 'order_ready', language: 'en_US', category: 'utility', status: 'approved', sendable: true },
  ...{ header: { kind: 'image' }, body: 'Hello {{1}}', buttons: [] },
  fields: [
    { id: 'header', part: 'header', kind: 'image', named: false },
    { id: 'body.1', part: 'body', kind: 'text', name: '1', named: false }
  ]
}

/** Accepts every upload immediately. */
class Uploads {
  status = 201
  upload = {}
  onload?: () => void
  responseText = ''
  open = () => undefined
  setRequestHeader = () => undefined
  abort = () => undefined
  send({ name, type, size }: File) {
    this.responseText = JSON.stringify({ id: 'm-1', name, mimeType: type, size, sha256: '' })
    setTimeout(() => this.onload?.())
  }
}

test('the picture in a template’s header is uploaded when it is chosen, and sent with it; another file is refused with an explanation first', async () => {
  answerCalls({
    'GET /v1/channels': {
      items: [{ id: 'wa', kind: 'whatsapp', name: 'WhatsApp', capabilities: capabilitiesOf.whatsapp }],
      nextCursor: null
    },
    'GET /v1/channels/wa/templates': { items: [template] }
  })
  Object.assign(globalThis, { XMLHttpRequest: Uploads })
  const onSend = jest.fn()
  const { container } = show(<TemplateChooser channelId="wa" onSend={onSend} />)
  fireEvent.click(await screen.findByRole('button', { name: /order_ready/ }))
  const send = () => screen.getByRole('button', { name: 'Send' })
  fireEvent.change(screen.getByRole('textbox', { name: /Text: \{\{1\}\}/ }), { target: { value: 'Zoe' } })
  const choose = (file: File) =>
    act(async () => fireEvent.change(container.querySelector('input[type=file]')!, { target: { files: [file] } }))

  await choose(new File(['1;2'], 'list.csv', { type: 'text/csv' }))
  await screen.findByText('This channel does not accept this type of file, or not at this size.')
  expect(send()).toHaveProperty('disabled', true)
  await choose(new File(['picture'], 'cat.png', { type: 'image/png' }))
  await screen.findByText('cat.png', { selector: 'section *' })
  fireEvent.click(send())
  expect(onSend).toHaveBeenCalledWith({
    ...{ type: 'template', name: 'order_ready', language: 'en_US', text: 'Hello Zoe' },
    components: [
      { type: 'header', parameters: [{ type: 'image' }] },
      { type: 'body', parameters: [{ type: 'text', text: 'Zoe' }] }
    ],
    header: { type: 'image', mediaId: 'm-1', mimeType: 'image/png', size: 7, name: 'cat.png' }
  })
})
