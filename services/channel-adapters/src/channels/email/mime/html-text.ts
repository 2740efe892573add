import { compile } from 'html-to-text'

const skip = { format: 'skip' }
const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: 1024 ** 2, maxDepth: 200, maxChildNodes: 20_000, ellipsis: '' },
  selectors: [
    ...['style', 'script', 'head', 'title', 'img', 'svg', 'noscript'].map(selector => ({ selector, ...skip })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(selector => ({ selector, options: { uppercase: false } })),
    {
      selector: 'a',
      options: { hideLinkHrefIfSameAsText: true, ignoreHref: false, noAnchorUrl: true, linkBrackets: ['(', ')'] }
    },
    { selector: 'hr', options: { length: 32 } }
  ]
})

/** The text of an HTML mail, with quotes marked by `>` as in plain text. */
export function textOfHtml(html: string): string {
  try {
    return convert(html)
      .replace(/\u00a0/g, ' ')
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  } catch {
    // what is nested too deeply to walk is shown with its tags stripped
    return html
      .replace(/<[^<>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  }
}
