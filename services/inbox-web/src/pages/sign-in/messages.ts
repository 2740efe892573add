import { translations } from '../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Sign in',
    tagline: 'Every conversation, one inbox.',
    email: 'Email',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'Wrong email or password.',
    unreachable: 'The server cannot be reached. Please try again.',
    newPassword: 'New password',
    choose: 'That was a one-time password. Please choose your own, with at least 10 characters.',
    or: 'or',
    signInWith: 'Sign in with',
    notConfirmed: 'The identity provider did not confirm who you are. Please try again.',
    notHere: 'No account here has your email address. Ask an administrator.'
  },
  'pt-BR': {
    title: 'Entrar',
    tagline: 'Todas as conversas, uma só caixa de entrada.',
    email: 'E-mail',
    password: 'Senha',
    submit: 'Entrar',
    wrong: 'E-mail ou senha incorretos.',
    unreachable: 'Não foi possível acessar o servidor. Tente novamente.',
    newPassword: 'Nova senha',
    choose: 'Esta senha era de uso único. Escolha a sua própria, com pelo menos 10 caracteres.',
    or: 'ou',
    signInWith: 'Entrar com',
    notConfirmed: 'O provedor de identidade não confirmou quem você é. Tente novamente.',
    notHere: 'Nenhuma conta daqui tem o seu e-mail. Fale com um administrador.'
  },
  es: {
    title: 'Iniciar sesión',
    tagline: 'Todas las conversaciones, una sola bandeja.',
    email: 'Correo electrónico',
    password: 'Contraseña',
    submit: 'Iniciar sesión',
    wrong: 'Correo o contraseña incorrectos.',
    unreachable: 'No se puede acceder al servidor. Inténtelo de nuevo.',
    newPassword: 'Nueva contraseña',
    choose: 'Esta contraseña era de un solo uso. Elija la suya, de al menos 10 caracteres.',
    or: 'o',
    signInWith: 'Iniciar sesión con',
    notConfirmed: 'El proveedor de identidad no confirmó quién es usted. Inténtelo de nuevo.',
    notHere: 'Ninguna cuenta tiene su correo. Consulte a un administrador.'
  }
})
