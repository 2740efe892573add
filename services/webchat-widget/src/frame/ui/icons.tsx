const icon = (path: string) => () => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
)

export const Minimize = icon('M6 9l6 6 6-6')
export const Send = icon('M12 20V5M5 11l7-7 7 7')
export const SoundOn = icon('M11 5 6 9H3v6h3l5 4zM15 9a4 4 0 0 1 0 6M18 6a8 8 0 0 1 0 12')
export const SoundOff = icon('M11 5 6 9H3v6h3l5 4zM16 9.5l5 5M21 9.5l-5 5')
export const Leave = icon('M14 8V5H5v14h9v-3M10 12h11M18 9l3 3-3 3')
export const File = icon('M14 3H6v18h12V7zM14 3v4h4')
export const Attach = icon('M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.5 17a1.6 1.6 0 0 1-2.3-2.3L15 7')
export const Save = icon('M12 4v11M7 11l5 5 5-5M5 20h14')
