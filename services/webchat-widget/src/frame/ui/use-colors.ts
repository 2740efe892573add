import { type Color, css, filled, legible, PINE, parseColor } from '@inbox/kernel/color'
import { useLayoutEffect } from 'preact/hooks'

/** The least favourable surfaces that coloured text stands on, in light and dark: see frame.css. */
const LIGHT: Color = [238, 241, 243]
const DARK: Color = [43, 53, 58]

const ofPage = new URLSearchParams(location.hash.slice(1)).get('color') ?? undefined

/** Colours of the chat by that which the page around it wants, or that of the channel; whatever it is, texts stay legible. */
export function useColors(ofChannel: string | undefined): void {
  useLayoutEffect(() => {
    const color = parseColor(ofPage) ?? parseColor(ofChannel) ?? PINE
    const { surface, text } = filled(color)
    const colors = {
      fill: surface,
      'on-fill': text,
      'accent-light': legible(color, LIGHT),
      'accent-dark': legible(color, DARK)
    }
    for (const [name, value] of Object.entries(colors))
      document.documentElement.style.setProperty(`--${name}`, css(value))
  }, [ofChannel])
}
