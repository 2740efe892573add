import { useLocale } from './locale.ts'

/** Names languages in the app's language: `pt_BR` → Brazilian Portuguese; anything else is returned unchanged. */
export function useLanguageNames(): (code: string) => string {
  const names = new Intl.DisplayNames(useLocale(), { type: 'language' })
  return code => {
    try {
      return names.of(code.replaceAll('_', '-')) ?? code
    } catch {
      return code
    }
  }
}
