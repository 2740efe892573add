import { translations } from '../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Delivery',
    states: { connected: 'Connected', failing: 'Failing', disconnected: 'Disconnected' },
    hints: {
      connected: 'Replies get out.',
      failing: 'The provider cannot be reached or refuses: we keep trying, one reply at a time.',
      disconnected:
        'The provider wants nothing more from us. Check the settings and save the channel to connect it again.'
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
    states: { connected: 'Conectado', failing: 'Com falhas', disconnected: 'Desconectado' },
    hints: {
      connected: 'As respostas estão saindo.',
      failing: 'O provedor não responde ou recusa: continuamos tentando, uma resposta por vez.',
      disconnected: 'O provedor não aceita mais nada nosso. Confira as configurações e salve o canal para reconectá-lo.'
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
    states: { connected: 'Conectado', failing: 'Con fallos', disconnected: 'Desconectado' },
    hints: {
      connected: 'Las respuestas están saliendo.',
      failing: 'No se puede contactar con el proveedor o rechaza: seguimos intentándolo, una respuesta a la vez.',
      disconnected:
        'El proveedor ya no acepta nada nuestro. Revise la configuración y guarde el canal para volver a conectarlo.'
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
