/** What the next page of the site should know; where the browser keeps nothing, it knows nothing. */
export function memoryOf(channelId: string) {
  const key = `service-inbox:${channelId}`
  const within = <Value>(work: () => Value): Value | undefined => {
    try {
      return work()
    } catch {
      return undefined
    }
  }
  const flag = (area: () => Storage) => ({
    get: () => within(() => area().getItem(key)) === '1',
    set: (value: boolean) => void within(() => (value ? area().setItem(key, '1') : area().removeItem(key)))
  })
  return {
    /** A chat is going on. */
    chat: flag(() => localStorage),
    /** The panel is open in this tab. */
    open: flag(() => sessionStorage)
  }
}
