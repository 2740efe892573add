import { isRightToLeft, localeOf } from '../../embedding/locale.ts'
import { formatOf } from './format.ts'
import { texts } from './texts.ts'

const wanted = new URLSearchParams(location.hash.slice(1)).get('lang')
const locale = localeOf([wanted, ...navigator.languages])

/** The chat is in one language for as long as its page lives: that of the page around it, else the browser's. */
export const t = texts[locale]
export const format = formatOf(locale)

document.documentElement.lang = locale
document.documentElement.dir = isRightToLeft(locale) ? 'rtl' : 'ltr'
