import { type Color, css, filled, legible, PINE, parseColor } from '@inbox/kernel/color'
import { useLayoutEffect } from 'preact/hooks'

/** The least favourable backgrounds of coloured text, in light and dark: see frame.css. */
const LIGHT: Color = [238, 241, 243]
const DARK: Color = [43, 53, 58]

const ofPage = new URLSearchParams(location.hash.slice(1)).get('color') ?? undefined

/**
 * Sets the chat's colours from the one wanted by the surrounding page, or else the channel's; texts always stay
 * legible.
 */
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
