import { translations } from '../i18n/translations.ts'

/** The words that are needed before anybody has signed in; all others come with the shell. */
export const useFrameMessages = translations({
  en: {
    language: 'Language',
    light: 'Light theme',
    dark: 'Dark theme',
    crashed: 'Something went wrong on this page.',
    reload: 'Reload',
    close: 'Close'
  },
  'pt-BR': {
    language: 'Idioma',
    light: 'Tema claro',
    dark: 'Tema escuro',
    crashed: 'Algo deu errado nesta página.',
    reload: 'Recarregar',
    close: 'Fechar'
  },
  es: {
    language: 'Idioma',
    light: 'Tema claro',
    dark: 'Tema oscuro',
    crashed: 'Algo salió mal en esta página.',
    reload: 'Recargar',
    close: 'Cerrar'
  }
})
