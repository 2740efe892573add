import { translations } from '../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: {
      offer: (name: string) => `New offer: ${name}`,
      message: (name: string) => `New message from ${name}`,
      arrival: (name: string) => `${name} is waiting in the queue`,
      back: (name: string) => `${name} is back in your conversations`,
      note: (name: string) => `You are mentioned in a note about ${name}`
    },
    open: 'Open',
    offers: 'Offers',
    announced: (name: string, channel: string) => `New offer: ${name}, ${channel}`,
    transferredBy: (name: string) => `Transfer from ${name}`,
    assigned: 'Assigned by a supervisor',
    missed:
      'You were set to Unavailable because you missed several offers in a row. You get no new conversations until you are available again.',
    back: 'I am available',
    statusFailed: 'The status could not be changed.',
    settings: 'Alerts',
    settingsHint:
      'On this device. Notifications appear while you are not looking at the inbox; for offers, even while it is closed.',
    kind: {
      offer: 'Offers and transfers to me',
      message: 'Messages in my conversations',
      arrival: 'New conversations in queues I pick from',
      back: 'Parked conversations that come back',
      note: 'Notes that mention me'
    },
    way: { sound: 'Sound', notification: 'Notification' },
    permission: {
      default: 'Notifications are not allowed in this browser yet.',
      denied: 'Your browser blocks notifications from this site. You can change that in its site settings.',
      missing: 'This browser does not support notifications, or the page was not loaded over a secure connection.'
    },
    allow: 'Allow notifications',
    tryOut: 'Test the sound'
  },
  'pt-BR': {
    title: {
      offer: name => `Nova oferta: ${name}`,
      message: name => `Nova mensagem de ${name}`,
      arrival: name => `${name} está aguardando na fila`,
      back: name => `${name} voltou para suas conversas`,
      note: name => `Você foi mencionado em uma nota sobre ${name}`
    },
    open: 'Abrir',
    offers: 'Ofertas',
    announced: (name, channel) => `Nova oferta: ${name}, ${channel}`,
    transferredBy: name => `Transferência de ${name}`,
    assigned: 'Atribuída por um supervisor',
    missed:
      'Você ficou Indisponível porque deixou várias ofertas seguidas sem resposta. Até voltar a ficar disponível, você não recebe novas conversas.',
    back: 'Estou disponível',
    statusFailed: 'Não foi possível mudar o status.',
    settings: 'Alertas',
    settingsHint:
      'Neste dispositivo. As notificações aparecem quando você não está olhando para a caixa de entrada; as de ofertas, também quando ela está fechada.',
    kind: {
      offer: 'Ofertas e transferências para mim',
      message: 'Mensagens nas minhas conversas',
      arrival: 'Novas conversas nas filas em que eu escolho',
      back: 'Conversas pendentes que voltam',
      note: 'Notas que me mencionam'
    },
    way: { sound: 'Som', notification: 'Notificação' },
    permission: {
      default: 'As notificações ainda não foram permitidas neste navegador.',
      denied: 'Seu navegador bloqueia as notificações deste site. Você pode mudar isso nas configurações do site.',
      missing: 'Este navegador não oferece notificações, ou a página não foi carregada por uma conexão segura.'
    },
    allow: 'Permitir notificações',
    tryOut: 'Testar o som'
  },
  es: {
    title: {
      offer: name => `Nueva oferta: ${name}`,
      message: name => `Nuevo mensaje de ${name}`,
      arrival: name => `${name} está esperando en la cola`,
      back: name => `${name} volvió a sus conversaciones`,
      note: name => `Lo mencionaron en una nota sobre ${name}`
    },
    open: 'Abrir',
    offers: 'Ofertas',
    announced: (name, channel) => `Nueva oferta: ${name}, ${channel}`,
    transferredBy: name => `Transferencia de ${name}`,
    assigned: 'Asignada por un supervisor',
    missed:
      'Quedó como No disponible porque dejó varias ofertas seguidas sin responder. No recibirá nuevas conversaciones hasta que vuelva a estar disponible.',
    back: 'Estoy disponible',
    statusFailed: 'No se pudo cambiar el estado.',
    settings: 'Alertas',
    settingsHint:
      'En este dispositivo. Las notificaciones aparecen cuando no está mirando la bandeja; las de ofertas, también cuando está cerrada.',
    kind: {
      offer: 'Ofertas y transferencias para mí',
      message: 'Mensajes en mis conversaciones',
      arrival: 'Nuevas conversaciones en las colas de las que elijo',
      back: 'Conversaciones pendientes que vuelven',
      note: 'Notas que me mencionan'
    },
    way: { sound: 'Sonido', notification: 'Notificación' },
    permission: {
      default: 'Las notificaciones aún no están permitidas en este navegador.',
      denied: 'Su navegador bloquea las notificaciones de este sitio. Puede cambiarlo en la configuración del sitio.',
      missing: 'Este navegador no ofrece notificaciones, o la página no se cargó por una conexión segura.'
    },
    allow: 'Permitir notificaciones',
    tryOut: 'Probar el sonido'
  }
})
