import { useState } from 'react'

/** Whoever serves a picture learns who views it, when and from where, so external media are loaded only on request. */
const askedFor = new Set<string>()

const isOurs = (url: string) => URL.canParse(url) && new URL(url).origin === location.origin

/**
 * Whether a picture, audio or video at this URL may be loaded, and how to request it; once requested it stays so.
 * `kept`: it is a file stored by media, wherever that is.
 */
export function useExternalMedia(url: string, kept = false) {
  const [asked, setAsked] = useState(() => kept || isOurs(url) || askedFor.has(url))
  const ask = () => {
    askedFor.add(url)
    setAsked(true)
  }
  return { mayLoad: asked, ask, host: hostOf(url) }
}

/** The host as the browser would request it, which exposes lookalike letters of other scripts. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url)

/** Attributes of links: the target page learns nothing about ours, and gets no access to it. */
export const outward = { target: '_blank', rel: 'noopener noreferrer', referrerPolicy: 'no-referrer' } as const
