import { translations } from '../../../i18n/translations.ts'
import { stepWords } from './step-words.ts'

export const useStepWords = translations(stepWords)
