import { translations } from '../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    tabs: { queue: 'Queue', ongoing: 'Ongoing', myInbox: 'My Inbox', inactives: 'Inactive' },
    tabsLabel: 'Conversations',
    moved: (count: number) =>
      count === 1
        ? '1 conversation was moved to My Inbox while you had no connection.'
        : `${count} conversations were moved to My Inbox while you had no connection.`,
    resumeAll: 'Resume all',
    hide: 'Hide',
    notResumed: (count: number) =>
      count === 1
        ? '1 conversation could not be resumed: your limit is reached.'
        : `${count} conversations could not be resumed: your limit is reached.`,
    resumeFailed: 'The conversations could not be resumed.',
    search: 'Search conversations',
    clearSearch: 'Clear the search',
    order: 'Sort',
    orders: { status: 'Newest first', lastMessage: 'Latest message first', unanswered: 'Unanswered first' },
    searchResults: 'Search results',
    nothingFound: 'Nothing found.',
    moreResults: 'More results',
    empty: {
      queue: 'Nobody is waiting.',
      ongoing: 'No ongoing conversations.',
      myInbox: 'No pending conversations.',
      inactives: 'No inactive conversations.'
    },
    loading: 'Loading conversations',
    accept: (name: string) => `Accept the conversation with ${name}`,
    unread: (count: number) => `${count} unread`,
    undelivered: 'A message was not delivered',
    waiting: (span: string) => `waiting for ${span}`,
    windowLeft: (span: string) => `${span} left to reply`,
    windowOver: 'too late to reply',
    offeredTo: (name: string) => `offered to ${name}`,
    noMessage: 'No messages yet',
    secondsLeft: (seconds: number) => `${seconds} s left`,
    pick: 'Choose a conversation to read it.',
    pickHint: 'Reading does not accept it: use the ✓ button to accept.'
  },
  'pt-BR': {
    tabs: { queue: 'Fila', ongoing: 'Em andamento', myInbox: 'Minha caixa', inactives: 'Inativas' },
    tabsLabel: 'Conversas',
    moved: count =>
      count === 1
        ? '1 conversa foi movida para Minha caixa enquanto você estava sem conexão.'
        : `${count} conversas foram movidas para Minha caixa enquanto você estava sem conexão.`,
    resumeAll: 'Retomar todas',
    hide: 'Ocultar',
    notResumed: count =>
      count === 1
        ? '1 conversa não pôde ser retomada: seu limite foi atingido.'
        : `${count} conversas não puderam ser retomadas: seu limite foi atingido.`,
    resumeFailed: 'Não foi possível retomar as conversas.',
    search: 'Buscar conversas',
    clearSearch: 'Limpar a busca',
    order: 'Ordenar',
    orders: {
      status: 'Mais recentes primeiro',
      lastMessage: 'Última mensagem primeiro',
      unanswered: 'Sem resposta primeiro'
    },
    searchResults: 'Resultados da busca',
    nothingFound: 'Nada encontrado.',
    moreResults: 'Mais resultados',
    empty: {
      queue: 'Ninguém está aguardando.',
      ongoing: 'Nenhuma conversa em andamento.',
      myInbox: 'Nenhuma conversa pendente.',
      inactives: 'Nenhuma conversa inativa.'
    },
    loading: 'Carregando conversas',
    accept: name => `Aceitar a conversa com ${name}`,
    unread: count => (count === 1 ? '1 não lida' : `${count} não lidas`),
    undelivered: 'Uma mensagem não foi entregue',
    waiting: span => `aguardando há ${span}`,
    windowLeft: span => `${span} para responder`,
    windowOver: 'não pode mais ser respondida',
    offeredTo: name => `oferecida a ${name}`,
    noMessage: 'Ainda sem mensagens',
    secondsLeft: seconds => `restam ${seconds} s`,
    pick: 'Escolha uma conversa para ler.',
    pickHint: 'Ler não aceita a conversa: para aceitar, use o botão ✓.'
  },
  es: {
    tabs: { queue: 'Cola', ongoing: 'En curso', myInbox: 'Mi bandeja', inactives: 'Inactivas' },
    tabsLabel: 'Conversaciones',
    moved: count =>
      count === 1
        ? '1 conversación pasó a Mi bandeja mientras no tenía conexión.'
        : `${count} conversaciones pasaron a Mi bandeja mientras no tenía conexión.`,
    resumeAll: 'Retomar todas',
    hide: 'Ocultar',
    notResumed: count =>
      count === 1
        ? '1 conversación no se pudo retomar: alcanzó su límite.'
        : `${count} conversaciones no se pudieron retomar: alcanzó su límite.`,
    resumeFailed: 'No se pudieron retomar las conversaciones.',
    search: 'Buscar conversaciones',
    clearSearch: 'Borrar la búsqueda',
    order: 'Ordenar',
    orders: {
      status: 'Más recientes primero',
      lastMessage: 'Último mensaje primero',
      unanswered: 'Sin respuesta primero'
    },
    searchResults: 'Resultados de la búsqueda',
    nothingFound: 'No se encontró nada.',
    moreResults: 'Más resultados',
    empty: {
      queue: 'Nadie está esperando.',
      ongoing: 'No hay conversaciones en curso.',
      myInbox: 'No hay conversaciones pendientes.',
      inactives: 'No hay conversaciones inactivas.'
    },
    loading: 'Cargando conversaciones',
    accept: name => `Aceptar la conversación con ${name}`,
    unread: count => `${count} sin leer`,
    undelivered: 'Un mensaje no se entregó',
    waiting: span => `esperando desde hace ${span}`,
    windowLeft: span => `${span} para responder`,
    windowOver: 'ya no se puede responder',
    offeredTo: name => `ofrecida a ${name}`,
    noMessage: 'Aún sin mensajes',
    secondsLeft: seconds => `quedan ${seconds} s`,
    pick: 'Elija una conversación para leerla.',
    pickHint: 'Leer no acepta la conversación: para aceptarla, use el botón ✓.'
  }
})
