import { useLocale } from './locale.ts'

/** Names languages in that of the app: `pt_BR` → Brazilian Portuguese; what is no language stays as it is. */
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
