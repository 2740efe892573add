import { translations } from '../../../i18n/translations.ts'

export const useMailMessages = translations({
  en: {
    from: 'From',
    cc: 'Cc',
    forged: 'The mail server could not confirm this sender. Be careful.',
    original: 'Show original',
    download: 'Download the mail',
    fold: 'Hide what was written before',
    unfold: 'Show what was written before'
  },
  'pt-BR': {
    from: 'De',
    cc: 'Cc',
    forged: 'O servidor de e-mail não confirmou este remetente. Tome cuidado.',
    original: 'Mostrar original',
    download: 'Baixar o e-mail',
    fold: 'Ocultar o que foi escrito antes',
    unfold: 'Mostrar o que foi escrito antes'
  },
  es: {
    from: 'De',
    cc: 'Cc',
    forged: 'El servidor de correo no pudo confirmar este remitente. Ten cuidado.',
    original: 'Mostrar original',
    download: 'Descargar el correo',
    fold: 'Ocultar lo escrito antes',
    unfold: 'Mostrar lo escrito antes'
  }
})
