import { translations } from '../../../i18n/translations.ts'

export const useMailMessages = translations({
  en: {
    from: 'From',
    cc: 'Cc',
    forged: 'The mail server could not confirm this sender. Be careful.',
    original: 'Show original',
    download: 'Download the mail',
    fold: 'Hide what was written before',
    unfold: 'Show what was written before',
    subject: 'Subject',
    quote: 'Quote the original',
    noAddress: (text: string) => `${text} is not an email address`,
    wrote: (who: string, at: string) => `On ${at}, ${who} wrote:`
  },
  'pt-BR': {
    from: 'De',
    cc: 'Cc',
    forged: 'O servidor de e-mail não confirmou este remetente. Tome cuidado.',
    original: 'Mostrar original',
    download: 'Baixar o e-mail',
    fold: 'Ocultar o que foi escrito antes',
    unfold: 'Mostrar o que foi escrito antes',
    subject: 'Assunto',
    quote: 'Citar o original',
    noAddress: text => `${text} não é um endereço de e-mail`,
    wrote: (who, at) => `Em ${at}, ${who} escreveu:`
  },
  es: {
    from: 'De',
    cc: 'Cc',
    forged: 'El servidor de correo no pudo confirmar este remitente. Ten cuidado.',
    original: 'Mostrar original',
    download: 'Descargar el correo',
    fold: 'Ocultar lo escrito antes',
    unfold: 'Mostrar lo escrito antes',
    subject: 'Asunto',
    quote: 'Citar el original',
    noAddress: text => `${text} no es una dirección de correo`,
    wrote: (who, at) => `El ${at}, ${who} escribió:`
  }
})
