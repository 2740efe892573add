import { translations } from '../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Delivery',
    states: { connected: 'Connected', failing: 'Failing', disconnected: 'Disconnected', notSetUp: 'Not set up' },
    hints: {
      connected: 'Replies are being delivered.',
      failing: 'The provider cannot be reached or rejects replies. We keep trying, one reply at a time.',
      disconnected: 'The provider rejects our connection. Check the settings and save the channel to reconnect it.',
      notSetUp: 'No callback URL has been entered yet. Replies are kept and sent once there is one.'
    },
    sending: 'Sending',
    receiving: 'Receiving',
    receivingHints: {
      connected: 'Messages are coming in.',
      failing: 'The mailbox cannot be reached, so new emails are not coming in. We keep trying; nothing is lost.',
      disconnected:
        'The mailbox rejects our sign-in, so new emails are not coming in. Check the user and password and save the channel; nothing is lost.'
    },
    state: 'State',
    since: 'Since',
    waiting: 'Waiting replies',
    oldest: 'Oldest',
    lastError: 'Last error',
    startsPerDay: 'New conversations we may start per 24 hours',
    unlimited: 'unlimited',
    notice: 'The provider says',
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
      connected: 'As respostas estão sendo entregues.',
      failing: 'O provedor não responde ou recusa as respostas. Continuamos tentando, uma por vez.',
      disconnected: 'O provedor recusa nossa conexão. Confira as configurações e salve o canal para reconectá-lo.',
      notSetUp: 'Ainda não há uma URL de callback. As respostas ficam guardadas e são enviadas assim que houver uma.'
    },
    sending: 'Envio',
    receiving: 'Recebimento',
    receivingHints: {
      connected: 'As mensagens estão chegando.',
      failing: 'A caixa de e-mail não responde e novos e-mails não chegam. Continuamos tentando; nada se perde.',
      disconnected:
        'A caixa de e-mail recusa nosso login e novos e-mails não chegam. Confira usuário e senha e salve o canal; nada se perde.'
    },
    state: 'Estado',
    since: 'Desde',
    waiting: 'Respostas em espera',
    oldest: 'Mais antiga',
    lastError: 'Último erro',
    startsPerDay: 'Conversas novas que podemos iniciar em 24 horas',
    unlimited: 'sem limite',
    notice: 'O provedor informa',
    channel: 'Canal',
    channels: 'Canais com problemas de entrega'
  },
  es: {
    title: 'Entrega',
    states: { connected: 'Conectado', failing: 'Con fallos', disconnected: 'Desconectado', notSetUp: 'Sin configurar' },
    hints: {
      connected: 'Las respuestas se están entregando.',
      failing: 'El proveedor no responde o rechaza las respuestas. Seguimos intentándolo, una a una.',
      disconnected:
        'El proveedor rechaza nuestra conexión. Revise la configuración y guarde el canal para volver a conectarlo.',
      notSetUp: 'Todavía no hay una URL de callback. Las respuestas se conservan y se enviarán en cuanto la haya.'
    },
    sending: 'Envío',
    receiving: 'Recepción',
    receivingHints: {
      connected: 'Los mensajes están llegando.',
      failing: 'El buzón no responde y no llegan correos nuevos. Seguimos intentándolo; no se pierde nada.',
      disconnected:
        'El buzón rechaza nuestro inicio de sesión y no llegan correos nuevos. Revise usuario y contraseña y guarde el canal; no se pierde nada.'
    },
    state: 'Estado',
    since: 'Desde',
    waiting: 'Respuestas en espera',
    oldest: 'La más antigua',
    lastError: 'Último error',
    startsPerDay: 'Conversaciones nuevas que podemos iniciar en 24 horas',
    unlimited: 'sin límite',
    notice: 'El proveedor informa',
    channel: 'Canal',
    channels: 'Canales con problemas de entrega'
  }
})
