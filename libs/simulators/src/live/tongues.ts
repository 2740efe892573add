import type { Language, Tongue } from './talks.ts'
import { de, en } from './tongues-en-de.ts'
import { ar, ja } from './tongues-ja-ar.ts'
import { es, pt } from './tongues-pt-es.ts'

export const tongues: Record<Language, Tongue> = { pt, en, es, de, ja, ar }
