import type { Locale } from '../../embedding/locale.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { ptBR } from './pt-br.ts'

/** The words of the chat; every language has all of them. */
export type Texts = typeof en

export const texts: Record<Locale, Texts> = { en, 'pt-BR': ptBR, es, ar }
