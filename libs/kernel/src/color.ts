/** Red, green and blue, 0 to 255 each. */
export type Color = readonly [number, number, number]

/** The default colour of a web chat. */
export const PINE: Color = [21, 112, 79]
const WHITE: Color = [255, 255, 255]
const INK: Color = [17, 23, 26]

/** Minimum contrast by WCAG 2.2, 1.4.3, for text of any size. */
const LEGIBLE = 4.5
/** With less contrast against white, white text would only be legible on an unrecognisably different colour. */
const BRIGHT = 2.6

/** Reads `#rgb` and `#rrggbb`. */
export function parseColor(text = ''): Color | undefined {
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(text)?.[1]
  if (!hex) return undefined
  const digits = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
  return [0, 2, 4].map(at => Number.parseInt(digits.slice(at, at + 2), 16)) as unknown as Color
}

export const css = (color: Color): string => `rgb(${color.join(' ')})`

/** Contrast ratio by WCAG, 1 to 21. */
export function contrast(one: Color, other: Color): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: Color): number {
  const [red, green, blue] = color.map(part => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Color
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The colour, darkened or lightened just enough for legible text in it on the other, or the reverse. */
export function legible(color: Color, on: Color): Color {
  const towards = luminance(on) > 0.18 ? 0 : 255
  for (let share = 0; share <= 1; share += 0.04) {
    const mixed = color.map(part => Math.round(part + (towards - part) * share)) as unknown as Color
    if (contrast(mixed, on) >= LEGIBLE) return mixed
  }
  return [towards, towards, towards]
}

/** A surface of the colour with text on it: white where that leaves the colour recognisable, otherwise dark. */
export function filled(color: Color): { surface: Color; text: Color } {
  return contrast(color, WHITE) >= BRIGHT
    ? { surface: legible(color, WHITE), text: WHITE }
    : { surface: legible(color, INK), text: INK }
}
