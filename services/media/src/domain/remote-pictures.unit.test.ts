import { describe, expect, test } from '@jest/globals'
import { isPlainPicture, mailPage, withPicturesFrom } from './remote-pictures.ts'

const shown = (html: string) => withPicturesFrom(html, remote => `/ours?u=${encodeURIComponent(remote)}`)

describe('remote pictures in an email', () => {
  test.each([
    [
      '<img src="https://a.example/x.png?a=1&amp;b=2">',
      '<img src="/ours?u=https%3A%2F%2Fa.example%2Fx.png%3Fa%3D1%26b%3D2">'
    ],
    ["<IMG alt=x SRC = 'http://a.example/x'>", '<IMG alt=x SRC = "/ours?u=http%3A%2F%2Fa.example%2Fx">'],
    ['<img width=1 src=https://a.example/x>', '<img width=1 src="/ours?u=https%3A%2F%2Fa.example%2Fx">'],
    [
      '<img srcset="https://a.example/2x 2x" src="https://a.example/">',
      '<img src="/ours?u=https%3A%2F%2Fa.example%2F">'
    ]
  ])('of %p are fetched from us', (html, expected) => {
    expect(shown(html)).toBe(expected)
  })

  test.each([
    '<img src="data:image/png;base64,AA">',
    '<img src="file:///etc/passwd">',
    '<img src="javascript:alert(1)">',
    '<img data-src="https://a.example/">',
    '<p>src="https://a.example/"</p>',
    '<iframe src="https://a.example/"></iframe>',
    '<div style="background:url(https://a.example/)"></div>'
  ])('do not exist in %p', html => {
    expect(shown(html)).toBe(html)
  })

  test('are limited in number, and found in time proportional to the page', () => {
    const many = shown('<img src="https://a.example/">'.repeat(300))
    expect(many.match(/\/ours/g)).toHaveLength(200)
    for (const piece of ['<img ', '<img src', '<img src="', ' srcset="']) shown(piece.repeat(200_000))
  })

  test('are shown if they can do nothing', () => {
    expect(['image/png', 'IMAGE/JPEG; x=1', 'image/svg+xml', 'text/html', undefined].map(isPlainPicture)).toEqual([
      ...[true, true, false, false, false]
    ])
  })
})

test.each([
  '<link rel=preconnect href="https://t.example">',
  '<LINK/rel=dns-prefetch href=https://t.example>',
  '<link title=">" rel=preconnect href="https://t.example">',
  '<meta http-equiv=x-dns-prefetch-control content=on>',
  '<base href="https://t.example/">',
  '<<link rel=preconnect href="https://t.example">'
])('a page has no element that makes browsers connect elsewhere although they may load nothing: %s', html => {
  const page = mailPage(`<p>Before</p>${html}`)
  expect(page.slice(page.indexOf('<p>'))).not.toMatch(/<(link|meta|base)/i)
  expect(page).toMatch(/^<base target="_blank">/)
})

test('words that only begin like such elements are left alone', () => {
  expect(mailPage('<linkage> <metal> a < base')).toContain('<linkage> <metal> a < base')
})
