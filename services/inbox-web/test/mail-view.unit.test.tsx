/** @jest-environment @happy-dom/jest-environment */
import type { Mail, Message } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { fireEvent, screen } from '@testing-library/react'
import { MailView } from '../src/pages/inbox/content/mail-view.tsx'
import { show } from './at-the-page.tsx'

// addresses that make this document load nothing
const [url, imagesUrl] = ['about:blank#shown', 'about:blank#images']
const html = { mediaId: 'a', url, imagesUrl }
const words = { type: 'text', text: 'Here it is.\n\nOn Monday, Ana wrote:\n> Where is it?' } as const

function showMail(mail: Mail, content: Message['content'] = words) {
  show(<MailView content={content} mail={mail} written={false} />)
}
const frame = () => document.querySelector('iframe')
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const has = (name: string) => screen.queryByRole('button', { name }) !== null

test('an email is read as text; in its layout on request, in a frame that may run nothing and has none of our origins', () => {
  showMail({ html })
  expect(frame()).toBeNull()
  press('Show original')
  expect(frame()).toMatchObject({ src: url, title: 'Original email layout' })
  // whatever is not listed is forbidden
  expect(frame()!.getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox')
  expect(screen.queryByText(/Here it is/)).toBeNull()
  press('Show as text')
  expect(frame()).toBeNull()
  screen.getByText(/Here it is/)
})

test('remote pictures are loaded on request, and not before', () => {
  showMail({ html })
  expect(has('Show images')).toBe(false)
  press('Show original')
  expect(frame()!.src).toBe(url)
  press('Show images')
  expect(frame()!.src).toBe(imagesUrl)
  expect(has('Show images')).toBe(false)
})

test('an email without text is shown in its layout', () => {
  showMail({ html }, { type: 'unsupported', what: 'an e-mail without text' })
  expect(frame()!.src).toBe(url)
})

test('an email without HTML has no layout; the original can be downloaded by those who may', () => {
  showMail({ raw: { mediaId: 'r', url: 'https://media.example/m/r' } })
  expect(has('Show original')).toBe(false)
  expect(screen.getByRole('link', { name: 'Download email' })).toMatchObject({ href: 'https://media.example/m/r' })
})

test('what its readers have seen before is folded, and an unconfirmed sender is marked as such', () => {
  showMail({ html, foldAt: 11, authenticated: 'fail', from: { address: 'ana@example.org', name: 'Ana' } })
  expect(screen.queryByText(/Where is it/)).toBeNull()
  press('Show quoted text')
  screen.getByText(/Where is it/)
  screen.getByText(/could not confirm this sender/)
})

test('the other recipients of an email are shown; of many the first, the others on request, and how many are unknown', () => {
  const cc = Array.from({ length: 100 }, (_, index) => ({ address: `person${index}@example.org` }))
  const us = { address: 'support@azulejo.example' }
  showMail({ from: { address: 'ana@example.org' }, to: [us, { address: 'rui@example.org' }], cc, moreRecipients: 9900 })
  screen.getByText('support@azulejo.example, rui@example.org')
  expect(screen.queryByText(/person99@/)).toBeNull()
  press('and 9,994 more')
  screen.getByText(/person99@/)
  screen.getByText(/and 9,900 more/)
})

test('that an email was only to us is not mentioned', () => {
  showMail({ from: { address: 'ana@example.org' }, to: [{ address: 'support@azulejo.example' }] })
  expect(screen.queryByText(/support@azulejo/)).toBeNull()
})

test('a file that is no longer kept leads nowhere and says so, whatever it is part of', () => {
  const attachments = ['application/pdf', 'image/png'].map(mimeType => ({
    mediaId: mimeType,
    name: mimeType,
    mimeType
  }))
  const header = { type: 'image', mediaId: 'h', mimeType: 'image/png' } as const
  const said = { name: 't', language: 'en', components: [], text: 'Boots', header }
  show(<MailView content={{ type: 'template', ...said }} mail={{ attachments }} gone written={false} />)
  expect(screen.getAllByText('No longer available')).toHaveLength(3)
  expect(screen.queryAllByRole('link')).toEqual([])
})

test('an email without text whose HTML is no longer kept says so', () => {
  const content = { type: 'unsupported', what: 'an e-mail without text' } as const
  show(<MailView content={content} mail={{ html: { mediaId: 'a' } }} gone written={false} />)
  screen.getByText('No longer available')
  expect(screen.queryByText(/cannot be shown/)).toBeNull()
})
