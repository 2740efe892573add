/** Fits a panel to the visible part of the screen, because an on-screen keyboard covers whatever does not make room. */
export function fitToViewport(panel: HTMLElement): () => void {
  const fit = () => {
    const { visualViewport: seen } = window
    if (seen?.scale !== 1) return
    panel.style.setProperty('--height', `${seen.height}px`)
    panel.style.setProperty('--top', `${seen.offsetTop}px`)
  }
  window.visualViewport?.addEventListener('resize', fit)
  window.visualViewport?.addEventListener('scroll', fit)
  return fit
}
