import { translations } from '../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Sign in',
    tagline: 'Every conversation, one inbox.',
    email: 'Email',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'Email and password do not belong together.',
    tooMany: 'Too many tries. Please wait a little.',
    unreachable: 'The server cannot be reached. Please try again.'
  },
  'pt-BR': {
    title: 'Entrar',
    tagline: 'Todas as conversas, uma só caixa de entrada.',
    email: 'E-mail',
    password: 'Senha',
    submit: 'Entrar',
    wrong: 'O e-mail e a senha não correspondem.',
    tooMany: 'Tentativas demais. Aguarde um pouco.',
    unreachable: 'Não foi possível acessar o servidor. Tente novamente.'
  },
  es: {
    title: 'Iniciar sesión',
    tagline: 'Todas las conversaciones, una sola bandeja.',
    email: 'Correo electrónico',
    password: 'Contraseña',
    submit: 'Entrar',
    wrong: 'El correo y la contraseña no coinciden.',
    tooMany: 'Demasiados intentos. Espere un momento.',
    unreachable: 'No se puede acceder al servidor. Inténtelo de nuevo.'
  }
})
