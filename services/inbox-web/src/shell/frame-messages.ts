import { translations } from '../i18n/translations.ts'

/** The words needed before anybody has signed in; all others are loaded with the shell. */
export const useFrameMessages = translations({
  en: {
    language: 'Language',
    light: 'Light theme',
    dark: 'Dark theme',
    crashed: 'Something went wrong on this page.',
    reload: 'Reload',
    notLoaded: 'This part of the app could not be loaded.',
    tryAgain: 'Try again',
    close: 'Close'
  },
  'pt-BR': {
    language: 'Idioma',
    light: 'Tema claro',
    dark: 'Tema escuro',
    crashed: 'Algo deu errado nesta página.',
    reload: 'Recarregar',
    notLoaded: 'Não foi possível carregar esta parte do aplicativo.',
    tryAgain: 'Tentar novamente',
    close: 'Fechar'
  },
  es: {
    language: 'Idioma',
    light: 'Tema claro',
    dark: 'Tema oscuro',
    crashed: 'Algo salió mal en esta página.',
    reload: 'Recargar',
    notLoaded: 'No se pudo cargar esta parte de la aplicación.',
    tryAgain: 'Intentar de nuevo',
    close: 'Cerrar'
  }
})
