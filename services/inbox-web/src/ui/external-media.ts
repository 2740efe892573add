import { useState } from 'react'

/** Whoever serves a picture learns who looks at it, when and from where: what is not our own waits until it is asked for. */
const askedFor = new Set<string>()

const isOurs = (url: string) => URL.canParse(url) && new URL(url).origin === location.origin

/**
 * Whether a picture, sound or film at this address may be loaded, and a way to ask for it; once asked for it stays so.
 * `kept`: it is a file that media keeps, wherever that is.
 */
export function useExternalMedia(url: string, kept = false) {
  const [asked, setAsked] = useState(() => kept || isOurs(url) || askedFor.has(url))
  const ask = () => {
    askedFor.add(url)
    setAsked(true)
  }
  return { mayLoad: asked, ask, host: hostOf(url) }
}

/** As the browser would ask for it: letters of other scripts that look like ours are written out. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url)

/** Of links: whose page it was says nothing to those behind them, nor do they get hold of it. */
export const outward = { target: '_blank', rel: 'noopener noreferrer', referrerPolicy: 'no-referrer' } as const
