/** @jest-environment @happy-dom/jest-environment */
import type { ContactRef } from '@inbox/contracts'
import { expect, jest, test } from '@jest/globals'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { ExportContact } from '../src/pages/inbox/details/export-contact.tsx'
import { answerCalls, show } from './at-the-page.tsx'

const contact = { id: 'k1', name: 'Ilda' } as ContactRef

test('all conversations of a contact are saved in one file, however many pages they come in', async () => {
  const pages = [
    { contact, items: [{ conversation: { id: 'c2' } }], nextCursor: 'more' },
    { contact, items: [{ conversation: { id: 'c1' } }], nextCursor: null }
  ]
  const saved: Blob[] = []
  jest.spyOn(URL, 'createObjectURL').mockImplementation(blob => `blob:${saved.push(blob as Blob)}`)
  answerCalls({
    get 'GET /v1/contacts/k1/export'() {
      return pages.shift()
    }
  })
  show(<ExportContact contact={contact} />)
  fireEvent.click(screen.getByRole('button', { name: 'Export data' }))
  await waitFor(() => expect(saved).toHaveLength(1))
  expect(JSON.parse(await saved[0]!.text())).toMatchObject({
    contact,
    conversations: [{ conversation: { id: 'c2' } }, { conversation: { id: 'c1' } }]
  })
  expect(pages).toEqual([])
})

test('what could not be fetched completely is not saved, and the administrator is told', async () => {
  const save = jest.spyOn(URL, 'createObjectURL')
  save.mockClear()
  answerCalls({})
  show(<ExportContact contact={contact} />)
  const button = screen.getByRole('button', { name: 'Export data' })
  fireEvent.click(button)
  await waitFor(() => expect(button).toHaveProperty('disabled', true))
  await waitFor(() => expect(button).toHaveProperty('disabled', false))
  expect(save).not.toHaveBeenCalled()
})
