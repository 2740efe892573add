import { isRightToLeft, type Locale, localeOf } from '../../embedding/locale.ts'
import { formatOf } from './format.ts'
import { texts } from './texts.ts'

const wanted = new URLSearchParams(location.hash.slice(1)).get('lang')
const locale = localeOf([wanted, ...navigator.languages])

/** The chat has one language while its page lives: that of the surrounding page, or else the browser's. */
export const t = texts[locale]
/** A department's text in the language of the chat, if it has one. */
export const inOurs = (said: { [Language in Locale]?: string | undefined } | undefined): string | undefined =>
  said?.[locale]
export const format = formatOf(locale)

document.documentElement.lang = locale
document.documentElement.dir = isRightToLeft(locale) ? 'rtl' : 'ltr'
