import { translations } from '../i18n/translations.ts'

/** The words that are needed before anybody has signed in; all others come with the shell. */
export const useFrameMessages = translations({
  en: {
    language: 'Language',
    light: 'Light colours',
    dark: 'Dark colours',
    crashed: 'Something went wrong on this page.',
    reload: 'Load again',
    close: 'Close'
  },
  'pt-BR': {
    language: 'Idioma',
    light: 'Cores claras',
    dark: 'Cores escuras',
    crashed: 'Algo deu errado nesta página.',
    reload: 'Carregar novamente',
    close: 'Fechar'
  },
  es: {
    language: 'Idioma',
    light: 'Colores claros',
    dark: 'Colores oscuros',
    crashed: 'Algo salió mal en esta página.',
    reload: 'Cargar de nuevo',
    close: 'Cerrar'
  }
})
