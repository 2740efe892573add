const SVG = 'http://www.w3.org/2000/svg'

/** Creates elements from nodes alone, as pages may forbid inline markup and style attributes. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
  ...children: Node[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  element.append(...children)
  return element
}

export function icon(name: string, path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', name)
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

/** An element that no style of the page hides, moves or covers, with its own shadow tree. */
export function createIsolatedRoot(styles: string): ShadowRoot {
  const host = document.createElement('service-inbox-chat')
  const own = { all: 'initial', position: 'fixed', display: 'block', 'z-index': '2147483647', inset: 'auto 0 0 auto' }
  for (const [property, value] of Object.entries(own)) host.style.setProperty(property, value, 'important')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]
  // not in the body: sites that swap their body for the next page's would remove it
  document.documentElement.append(host)
  return root
}
