import { describe, expect, test } from '@jest/globals'
import { createMailPage } from './mail-page.ts'

const PNG = Buffer.from('picture')

describe('the HTML of a mail as a page of its own', () => {
  test('has the pictures in it that came with the mail', () => {
    const page = createMailPage('<img src="cid:a@x"><img src="cid:b">')
    page.embed('a@x', 'image/png', PNG)
    expect(page.html()).toBe(`<img src="data:image/png;base64,${PNG.toString('base64')}"><img src="cid:b">`)
  })

  test('takes for a picture only what is one, and none that is large', () => {
    const page = createMailPage('<img src="cid:svg"><img src="cid:large">')
    page.embed('svg', 'image/svg+xml', PNG)
    page.embed('large', 'image/png', Buffer.alloc(600_000))
    expect(page.html()).toBe('<img src="cid:svg"><img src="cid:large">')
  })

  test('does not grow without end by one picture that is shown a thousand times', () => {
    const page = createMailPage('<img src="cid:a">'.repeat(1000))
    page.embed('a', 'image/png', Buffer.alloc(400_000))
    expect(page.html().length).toBeLessThan(5 * 1024 ** 2)
  })
})
