import { translations } from '../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Sign in',
    tagline: 'Every conversation, one inbox.',
    email: 'Email',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'Email and password do not belong together.',
    unreachable: 'The server cannot be reached. Please try again.',
    newPassword: 'New password',
    choose: 'This password was for one time. Please choose one of your own, at least 10 characters.',
    or: 'or',
    signInWith: 'Sign in with',
    notConfirmed: 'The identity provider did not confirm who you are. Please try again.',
    notHere: 'Nobody who works here has your email address. Ask an administrator.'
  },
  'pt-BR': {
    title: 'Entrar',
    tagline: 'Todas as conversas, uma só caixa de entrada.',
    email: 'E-mail',
    password: 'Senha',
    submit: 'Entrar',
    wrong: 'O e-mail e a senha não correspondem.',
    unreachable: 'Não foi possível acessar o servidor. Tente novamente.',
    newPassword: 'Nova senha',
    choose: 'Esta senha era de uso único. Escolha a sua própria, com pelo menos 10 caracteres.',
    or: 'ou',
    signInWith: 'Entrar com',
    notConfirmed: 'O provedor de identidade não confirmou quem você é. Tente novamente.',
    notHere: 'Ninguém que trabalha aqui tem o seu e-mail. Fale com um administrador.'
  },
  es: {
    title: 'Iniciar sesión',
    tagline: 'Todas las conversaciones, una sola bandeja.',
    email: 'Correo electrónico',
    password: 'Contraseña',
    submit: 'Entrar',
    wrong: 'El correo y la contraseña no coinciden.',
    unreachable: 'No se puede acceder al servidor. Inténtelo de nuevo.',
    newPassword: 'Nueva contraseña',
    choose: 'Esta contraseña era de un solo uso. Elija la suya, de al menos 10 caracteres.',
    or: 'o',
    signInWith: 'Entrar con',
    notConfirmed: 'El proveedor de identidad no confirmó quién es usted. Inténtelo de nuevo.',
    notHere: 'Nadie que trabaje aquí tiene su correo. Consulte a un administrador.'
  }
})
