import { hash } from 'node:crypto'
import type { RatingWords } from './rating-words.ts'

const STYLE = `
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f4f6f5,#16191a);color:light-dark(#1c2422,#e7ecea)}
main{box-sizing:border-box;width:min(26rem,100%);padding:2rem 1.5rem;border-radius:12px;background:light-dark(#fff,#212628)}
h1{font-size:1.25rem;margin:0 0 1rem;text-wrap:balance}
fieldset{border:0;padding:0;margin:0 0 1.25rem;display:flex;gap:.25rem}
input{position:absolute;opacity:0}
fieldset label{font-size:2.25rem;line-height:1;padding:.25rem;cursor:pointer;border-radius:6px;color:light-dark(#7f8b87,#75807c)}
fieldset :is(input:checked+label,label:hover),fieldset label:has(~input:checked,~label:hover){color:light-dark(#b26a00,#ffb648)}
fieldset input:focus-visible+label{outline:2px solid currentcolor}
textarea{box-sizing:border-box;width:100%;font:inherit;padding:.5rem;border-radius:6px;border:1px solid light-dark(#8b9894,#75807c);background:transparent;color:inherit}
button{font:inherit;font-weight:600;margin-top:1rem;padding:.6rem 1.4rem;border:0;border-radius:6px;background:#0b6b53;color:#fff;cursor:pointer}
p{margin:0}.wrong{margin-bottom:1rem;font-weight:600}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
`

/** What a rating page may do: use its own styles, and send its form here. */
export const ratingPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join('; ')

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, character => entities[character]!)

const page = ({ language }: RatingWords, title: string, body: string) =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title>` +
  '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">' +
  `<style>${STYLE}</style></head><body><main>${body}</main></body></html>`

/** A page with a single message. */
export const saidPage = (words: RatingWords, text: string): string =>
  page(words, text, `<p role="status">${escaped(text)}</p>`)

/** The page that asks; without scripts. `wrong`: why it asks again. */
export function ratingPage(words: RatingWords, question: string, wrong?: string): string {
  const stars = [1, 2, 3, 4, 5].map(
    count =>
      `<input type="radio" name="stars" id="s${count}" value="${count}" required>` +
      `<label for="s${count}"><span class="unseen">${escaped(words.stars(count))}</span><span aria-hidden="true">★</span></label>`
  )
  return page(
    words,
    question,
    `<form method="post"><h1 id="question">${escaped(question)}</h1>` +
      (wrong === undefined ? '' : `<p class="wrong" role="alert">${escaped(wrong)}</p>`) +
      `<fieldset aria-labelledby="question">${stars.join('')}</fieldset>` +
      `<label for="comment">${escaped(words.comment)}</label>` +
      '<textarea id="comment" name="comment" rows="4" maxlength="2000" dir="auto"></textarea>' +
      `<button>${escaped(words.send)}</button></form>`
  )
}
