import { translations } from '../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    tabs: { queue: 'Queue', ongoing: 'Ongoing', myInbox: 'My Inbox', inactives: 'Inactives' },
    tabsLabel: 'Conversations',
    empty: {
      queue: 'Nobody is waiting.',
      ongoing: 'No conversation is going on.',
      myInbox: 'Nothing is set aside.',
      inactives: 'No conversation has run out.'
    },
    loading: 'Loading conversations',
    accept: (name: string) => `Accept the conversation with ${name}`,
    unread: (count: number) => `${count} unread`,
    waiting: (span: string) => `waiting for ${span}`,
    windowLeft: (span: string) => `${span} left to answer`,
    windowOver: 'can no longer be answered',
    noMessage: 'No message yet',
    secondsLeft: (seconds: number) => `${seconds} s left`,
    pick: 'Choose a conversation to read it.',
    pickHint: 'Reading starts nothing: accept with the check mark.'
  },
  'pt-BR': {
    tabs: { queue: 'Fila', ongoing: 'Em andamento', myInbox: 'Minha caixa', inactives: 'Inativos' },
    tabsLabel: 'Conversas',
    empty: {
      queue: 'Ninguém está esperando.',
      ongoing: 'Nenhuma conversa em andamento.',
      myInbox: 'Nada foi deixado de lado.',
      inactives: 'Nenhuma conversa expirou.'
    },
    loading: 'Carregando conversas',
    accept: name => `Aceitar a conversa com ${name}`,
    unread: count => `${count} não lidas`,
    waiting: span => `esperando há ${span}`,
    windowLeft: span => `${span} para responder`,
    windowOver: 'não pode mais ser respondida',
    noMessage: 'Ainda sem mensagens',
    secondsLeft: seconds => `restam ${seconds} s`,
    pick: 'Escolha uma conversa para ler.',
    pickHint: 'Ler não inicia nada: aceite com a marca verde.'
  },
  es: {
    tabs: { queue: 'Cola', ongoing: 'En curso', myInbox: 'Mi bandeja', inactives: 'Inactivas' },
    tabsLabel: 'Conversaciones',
    empty: {
      queue: 'Nadie está esperando.',
      ongoing: 'No hay conversaciones en curso.',
      myInbox: 'No hay nada apartado.',
      inactives: 'Ninguna conversación ha caducado.'
    },
    loading: 'Cargando conversaciones',
    accept: name => `Aceptar la conversación con ${name}`,
    unread: count => `${count} sin leer`,
    waiting: span => `esperando desde hace ${span}`,
    windowLeft: span => `${span} para responder`,
    windowOver: 'ya no se puede responder',
    noMessage: 'Aún sin mensajes',
    secondsLeft: seconds => `quedan ${seconds} s`,
    pick: 'Elija una conversación para leerla.',
    pickHint: 'Leer no inicia nada: acepte con la marca verde.'
  }
})
