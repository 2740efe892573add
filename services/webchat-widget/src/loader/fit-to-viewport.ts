/** Gives a panel the part of the screen that is seen: a keyboard on the screen covers what does not make room for it. */
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
