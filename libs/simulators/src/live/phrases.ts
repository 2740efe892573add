import { de, en } from './phrases-en-de.ts'
import { ar, ja } from './phrases-ja-ar.ts'
import { es, pt } from './phrases-pt-es.ts'
import type { Language, Phrases } from './talks.ts'

export const phrases: Record<Language, Phrases> = { pt, en, es, de, ja, ar }
