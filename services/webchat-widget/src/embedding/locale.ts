/** The languages of the widget, each by its IETF tag. */
export const locales = ['en', 'pt-BR', 'es', 'ar'] as const
export type Locale = (typeof locales)[number]

/** The first of the wanted languages that we have, whatever its country; otherwise English. */
export function localeOf(wanted: readonly (string | null | undefined)[]): Locale {
  const language = (tag: string) => tag.trim().toLowerCase().split(/[-_]/)[0]
  for (const tag of wanted) {
    const found = tag && locales.find(locale => language(locale) === language(tag))
    if (found) return found
  }
  return 'en'
}

export const isRightToLeft = (locale: Locale): boolean => locale === 'ar'
