import type { Refusal } from '../api/refusal.ts'
import { useFormat } from '../i18n/format.ts'
import { translations } from '../i18n/translations.ts'

const MINUTE_SECONDS = 60

const useMessages = translations({
  en: {
    weak: {
      short: 'This password is too short: at least 10 characters.',
      repeated: 'This password repeats itself. Please choose another.',
      sequence: 'This password is a sequence of letters, digits or keys. Please choose another.',
      personal:
        'This password is based on the name, the email address or the name of this product. Please choose another.',
      common: 'This is one of the passwords that everybody tries first. Please choose another.',
      guessable: 'This password is easily guessed. Please choose a longer one, such as a few words.'
    },
    tooMany: (wait: string) => `Too many wrong passwords. Please try again in ${wait}.`
  },
  'pt-BR': {
    weak: {
      short: 'Esta senha é curta demais: use pelo menos 10 caracteres.',
      repeated: 'Esta senha se repete. Escolha outra.',
      sequence: 'Esta senha é uma sequência de letras, números ou teclas. Escolha outra.',
      personal: 'Esta senha se baseia no nome, no e-mail ou no nome deste produto. Escolha outra.',
      common: 'Esta é uma das senhas que todos tentam primeiro. Escolha outra.',
      guessable: 'Esta senha é fácil de adivinhar. Escolha uma mais longa, como algumas palavras.'
    },
    tooMany: wait => `Muitas tentativas com senha incorreta. Tente novamente em ${wait}.`
  },
  es: {
    weak: {
      short: 'Esta contraseña es demasiado corta: al menos 10 caracteres.',
      repeated: 'Esta contraseña se repite. Elija otra.',
      sequence: 'Esta contraseña es una secuencia de letras, números o teclas. Elija otra.',
      personal: 'Esta contraseña se basa en el nombre, el correo o el nombre de este producto. Elija otra.',
      common: 'Es una de las contraseñas que todo el mundo prueba primero. Elija otra.',
      guessable: 'Esta contraseña es fácil de adivinar. Elija una más larga, como varias palabras.'
    },
    tooMany: wait => `Demasiados intentos con una contraseña incorrecta. Inténtelo de nuevo en ${wait}.`
  }
})

/** What a refusal says about a password, in words for whoever typed it; undefined if it is about something else. */
export function usePasswordProblem(): (refusal: Refusal) => string | undefined {
  const t = useMessages()
  const { inWords } = useFormat()
  return ({ status, code, current, retryAfterSeconds = MINUTE_SECONDS }) => {
    if (code === 'weak-password')
      return t.weak[(current?.weakness ?? 'guessable') as keyof typeof t.weak] ?? t.weak.guessable
    if (status !== 429) return undefined
    const step = retryAfterSeconds < MINUTE_SECONDS ? 1 : MINUTE_SECONDS
    return t.tooMany(inWords(Math.ceil(retryAfterSeconds / step) * step * 1000))
  }
}
