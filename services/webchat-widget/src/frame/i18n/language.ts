import { isRightToLeft, type Locale, localeOf } from '../../embedding/locale.ts'
import { formatOf } from './format.ts'
import { texts } from './texts.ts'

const wanted = new URLSearchParams(location.hash.slice(1)).get('lang')
const locale = localeOf([wanted, ...navigator.languages])

/** The chat is in one language for as long as its page lives: that of the page around it, else the browser's. */
export const t = texts[locale]
/** What a department says in the language of the chat, if it does. */
export const inOurs = (said: { [Language in Locale]?: string | undefined } | undefined): string | undefined =>
  said?.[locale]
export const format = formatOf(locale)

document.documentElement.lang = locale
document.documentElement.dir = isRightToLeft(locale) ? 'rtl' : 'ltr'
