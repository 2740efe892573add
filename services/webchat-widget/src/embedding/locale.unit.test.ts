import { expect, test } from '@jest/globals'
import { localeOf } from './locale.ts'

test.each([
  ['what the site wants takes precedence over what the browser has', ['es', 'pt-BR', 'en'], 'es'],
  ['another country has the same language', ['pt-PT'], 'pt-BR'],
  ['however it is written', ['AR_eg'], 'ar'],
  ['a language we do not speak is skipped', [undefined, '', 'xx', 'fr-FR', 'es-MX'], 'es'],
  ['English, if nothing else is left', ['fr', 'est', 'arn'], 'en']
] as const)('%s', (_, wanted, locale) => {
  expect(localeOf(wanted)).toBe(locale)
})
