import { translations } from '../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: {
      offer: (name: string) => `${name} is offered to you`,
      message: (name: string) => `${name} has written`,
      arrival: (name: string) => `${name} is waiting in the queue`,
      note: (name: string) => `A note about ${name} mentions you`
    },
    open: 'Open',
    offers: 'Offers',
    announced: (name: string, channel: string) => `New offer: ${name}, ${channel}`,
    transferredBy: (name: string) => `Transfer from ${name}`,
    assigned: 'Assigned by a supervisor',
    missed:
      'You are set to Unavailable because you left several offers in a row unanswered. Nothing new is offered to you.',
    back: 'I am available',
    statusFailed: 'The status could not be changed.',
    settings: 'Alerts',
    settingsHint: 'On this machine. Notifications appear while you are not looking at the inbox.',
    kind: {
      offer: 'Offers and transfers to me',
      message: 'Messages in my conversations',
      arrival: 'Arrivals in queues I pick from',
      note: 'Notes that mention me'
    },
    way: { sound: 'Sound', notification: 'Notification' },
    permission: {
      default: 'Your browser has not allowed notifications yet.',
      denied: 'Your browser blocks notifications from this site. You can change that in its site settings.',
      missing: 'This browser has no notifications, or the page was not loaded over a secure connection.'
    },
    allow: 'Allow notifications',
    tryOut: 'Play the sound'
  },
  'pt-BR': {
    title: {
      offer: name => `Nova oferta: ${name}`,
      message: name => `${name} escreveu`,
      arrival: name => `${name} está esperando na fila`,
      note: name => `Uma nota sobre ${name} menciona você`
    },
    open: 'Abrir',
    offers: 'Ofertas',
    announced: (name, channel) => `Nova oferta: ${name}, ${channel}`,
    transferredBy: name => `Transferência de ${name}`,
    assigned: 'Atribuída por um supervisor',
    missed: 'Você ficou Indisponível porque deixou várias ofertas seguidas sem resposta. Nada novo é oferecido a você.',
    back: 'Estou disponível',
    statusFailed: 'Não foi possível mudar o status.',
    settings: 'Alertas',
    settingsHint: 'Nesta máquina. As notificações aparecem quando você não está olhando para a caixa de entrada.',
    kind: {
      offer: 'Ofertas e transferências para mim',
      message: 'Mensagens nas minhas conversas',
      arrival: 'Chegadas nas filas em que eu escolho',
      note: 'Notas que me mencionam'
    },
    way: { sound: 'Som', notification: 'Notificação' },
    permission: {
      default: 'Seu navegador ainda não permitiu notificações.',
      denied: 'Seu navegador bloqueia as notificações deste site. Você pode mudar isso nas configurações do site.',
      missing: 'Este navegador não tem notificações, ou a página não foi carregada por uma conexão segura.'
    },
    allow: 'Permitir notificações',
    tryOut: 'Tocar o som'
  },
  es: {
    title: {
      offer: name => `Se le ofrece ${name}`,
      message: name => `${name} ha escrito`,
      arrival: name => `${name} espera en la cola`,
      note: name => `Le mencionan en una nota sobre ${name}`
    },
    open: 'Abrir',
    offers: 'Ofertas',
    announced: (name, channel) => `Nueva oferta: ${name}, ${channel}`,
    transferredBy: name => `Transferencia de ${name}`,
    assigned: 'Asignada por un supervisor',
    missed: 'Está como No disponible porque dejó varias ofertas seguidas sin responder. No se le ofrece nada nuevo.',
    back: 'Estoy disponible',
    statusFailed: 'No se pudo cambiar el estado.',
    settings: 'Alertas',
    settingsHint: 'En este equipo. Las notificaciones aparecen cuando no está mirando la bandeja.',
    kind: {
      offer: 'Ofertas y transferencias para mí',
      message: 'Mensajes en mis conversaciones',
      arrival: 'Llegadas a las colas de las que elijo',
      note: 'Notas que me mencionan'
    },
    way: { sound: 'Sonido', notification: 'Notificación' },
    permission: {
      default: 'Su navegador aún no ha permitido las notificaciones.',
      denied: 'Su navegador bloquea las notificaciones de este sitio. Puede cambiarlo en la configuración del sitio.',
      missing: 'Este navegador no tiene notificaciones, o la página no se cargó por una conexión segura.'
    },
    allow: 'Permitir notificaciones',
    tryOut: 'Reproducir el sonido'
  }
})
