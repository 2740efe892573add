import { describe, expect, test } from '@jest/globals'
import { createMailPage } from './mail-page.ts'

const PNG = Buffer.from('picture')

describe('the HTML of an email as a page of its own', () => {
  test('contains the pictures that came with the email', () => {
    const page = createMailPage('<img src="cid:a@x"><img src="cid:b">')
    page.embed('a@x', 'image/png', PNG)
    expect(page.html()).toBe(`<img src="data:image/png;base64,${PNG.toString('base64')}"><img src="cid:b">`)
  })

  test('accepts as a picture only what is one, and no large ones', () => {
    const page = createMailPage('<img src="cid:svg"><img src="cid:large">')
    page.embed('svg', 'image/svg+xml', PNG)
    page.embed('large', 'image/png', Buffer.alloc(600_000))
    expect(page.html()).toBe('<img src="cid:svg"><img src="cid:large">')
  })

  test('does not grow without limit if one picture is shown a thousand times', () => {
    const page = createMailPage('<img src="cid:a">'.repeat(1000))
    page.embed('a', 'image/png', Buffer.alloc(400_000))
    expect(page.html().length).toBeLessThan(5 * 1024 ** 2)
  })
})
