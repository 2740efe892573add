import { translations } from '../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Delivery',
    states: { connected: 'Connected', failing: 'Failing', disconnected: 'Disconnected', notSetUp: 'Not set up' },
    hints: {
      connected: 'Replies get out.',
      failing: 'The provider cannot be reached or refuses: we keep trying, one reply at a time.',
      disconnected:
        'The provider wants nothing more from us. Check the settings and save the channel to connect it again.',
      notSetUp: 'Nobody has said yet where replies go. They are kept, and leave once the callback URL is entered.'
    },
    state: 'State',
    since: 'Since',
    waiting: 'Waiting replies',
    oldest: 'Oldest',
    lastError: 'Last error',
    channel: 'Channel',
    channels: 'Channels with delivery problems'
  },
  'pt-BR': {
    title: 'Entrega',
    states: {
      connected: 'Conectado',
      failing: 'Com falhas',
      disconnected: 'Desconectado',
      notSetUp: 'Não configurado'
    },
    hints: {
      connected: 'As respostas estão saindo.',
      failing: 'O provedor não responde ou recusa: continuamos tentando, uma resposta por vez.',
      disconnected:
        'O provedor não aceita mais nada nosso. Confira as configurações e salve o canal para reconectá-lo.',
      notSetUp:
        'Ninguém informou ainda para onde vão as respostas. Elas ficam guardadas e saem quando a URL de callback for informada.'
    },
    state: 'Estado',
    since: 'Desde',
    waiting: 'Respostas em espera',
    oldest: 'Mais antiga',
    lastError: 'Último erro',
    channel: 'Canal',
    channels: 'Canais com problemas de entrega'
  },
  es: {
    title: 'Entrega',
    states: { connected: 'Conectado', failing: 'Con fallos', disconnected: 'Desconectado', notSetUp: 'Sin configurar' },
    hints: {
      connected: 'Las respuestas están saliendo.',
      failing: 'No se puede contactar con el proveedor o rechaza: seguimos intentándolo, una respuesta a la vez.',
      disconnected:
        'El proveedor ya no acepta nada nuestro. Revise la configuración y guarde el canal para volver a conectarlo.',
      notSetUp:
        'Nadie ha indicado todavía adónde van las respuestas. Se conservan y saldrán cuando se indique la URL de callback.'
    },
    state: 'Estado',
    since: 'Desde',
    waiting: 'Respuestas en espera',
    oldest: 'La más antigua',
    lastError: 'Último error',
    channel: 'Canal',
    channels: 'Canales con problemas de entrega'
  }
})
