import { translations } from '../i18n/translations.ts'

export const useMessages = translations({
  en: {
    skip: 'Skip to content',
    pages: 'Pages',
    account: 'Account',
    changePassword: 'Change password',
    signOut: 'Sign out',
    signOutHint: 'Ongoing conversations move to My Inbox',
    role: { agent: 'Agent', supervisor: 'Supervisor', admin: 'Administrator' },
    status: {
      available: 'Available',
      unavailable: 'Unavailable',
      preBreak: 'Finishing up',
      break: 'On a break',
      loggedOut: 'Signed out'
    },
    statusHint: {
      available: 'I receive new conversations',
      unavailable: 'I receive no new conversations',
      preBreak: 'I finish my conversations, then take a break',
      break: 'I am away for a while'
    },
    myStatus: 'My status',
    mailboxDisconnected: (name: string, when: string) =>
      `New emails to ${name} have not been coming in since ${when}: its mailbox rejects our sign-in. They stay there until an administrator reconnects it.`,
    channelDisconnected: (name: string, when: string) =>
      `Replies on ${name} have not been sent since ${when}: the channel is disconnected. They are kept and will be sent when an administrator reconnects it.`,
    link: { connecting: 'Connecting', connected: 'Connected', lost: 'No connection' },
    offline: {
      unreachable: 'No connection. What you write is kept; after 30 seconds your conversations move to My Inbox.',
      httpOnly: 'No live updates at the moment. You can go on working; we are trying to reconnect.',
      tooMany: 'You have the inbox open in too many tabs. Close some of them and this one will connect by itself.',
      signIn: 'Your sign-in could not be renewed yet. We keep trying; what you write is kept.'
    },
    notSent: (name: string | undefined) =>
      name ? `What you wrote to ${name} was not sent.` : 'Something you wrote was not sent.',
    showUnsent: 'Show',
    statusFailed: 'The status could not be changed.',
    notFound: 'Page not found.',
    keys: {
      title: 'Keyboard shortcuts',
      setting: 'Use single-key shortcuts',
      settingHint: 'Outside text fields, on this device',
      tabs: 'Queue, Ongoing, My Inbox, Inactive',
      list: 'Go to the list',
      move: 'Previous or next conversation',
      open: 'Read the conversation',
      next: 'Next conversation waiting for a reply',
      accept: 'Accept',
      decline: 'Decline',
      reply: 'Write a reply',
      park: 'Park',
      resume: 'Resume',
      transfer: 'Transfer',
      close: 'Close the conversation',
      search: 'Search',
      answerTo: 'Reply to the message above (while writing)',
      leave: 'Leave the text field',
      help: 'Show this list'
    }
  },
  'pt-BR': {
    skip: 'Ir para o conteúdo',
    pages: 'Páginas',
    account: 'Conta',
    changePassword: 'Alterar senha',
    signOut: 'Sair',
    signOutHint: 'As conversas em andamento vão para Minha caixa',
    role: { agent: 'Agente', supervisor: 'Supervisor', admin: 'Administrador' },
    status: {
      available: 'Disponível',
      unavailable: 'Indisponível',
      preBreak: 'Finalizando',
      break: 'Em pausa',
      loggedOut: 'Desconectado'
    },
    statusHint: {
      available: 'Recebo novas conversas',
      unavailable: 'Não recebo novas conversas',
      preBreak: 'Termino o que tenho e depois faço uma pausa',
      break: 'Estou fora por um tempo'
    },
    myStatus: 'Meu status',
    mailboxDisconnected: (name, when) =>
      `Novos e-mails de ${name} não chegam desde ${when}: a caixa de e-mail recusa nosso login. Eles permanecem nela até que um administrador a reconecte.`,
    channelDisconnected: (name, when) =>
      `As respostas em ${name} não são enviadas desde ${when}: o canal está desconectado. Elas ficam guardadas e serão enviadas quando um administrador o reconectar.`,
    link: { connecting: 'Conectando', connected: 'Conectado', lost: 'Sem conexão' },
    offline: {
      unreachable:
        'Sem conexão. O que você escreve fica guardado; após 30 segundos suas conversas vão para Minha caixa.',
      httpOnly: 'Sem atualizações ao vivo no momento. Você pode continuar trabalhando; estamos tentando reconectar.',
      tooMany: 'A caixa está aberta em abas demais. Feche algumas e esta aba se conectará sozinha.',
      signIn: 'Ainda não foi possível renovar sua sessão. Continuamos tentando; o que você escreve fica guardado.'
    },
    notSent: name =>
      name ? `O que você escreveu para ${name} não foi enviado.` : 'Algo que você escreveu não foi enviado.',
    showUnsent: 'Mostrar',
    statusFailed: 'Não foi possível mudar o status.',
    notFound: 'Página não encontrada.',
    keys: {
      title: 'Atalhos de teclado',
      setting: 'Usar atalhos de uma só tecla',
      settingHint: 'Fora dos campos de texto, neste dispositivo',
      tabs: 'Fila, Em andamento, Minha caixa, Inativas',
      list: 'Ir para a lista',
      move: 'Conversa anterior ou seguinte',
      open: 'Ler a conversa',
      next: 'Próxima conversa sem resposta',
      accept: 'Aceitar',
      decline: 'Recusar',
      reply: 'Escrever uma resposta',
      park: 'Deixar pendente',
      resume: 'Retomar',
      transfer: 'Transferir',
      close: 'Encerrar a conversa',
      search: 'Buscar',
      answerTo: 'Responder à mensagem de cima (ao escrever)',
      leave: 'Sair do campo de texto',
      help: 'Mostrar esta lista'
    }
  },
  es: {
    skip: 'Ir al contenido',
    pages: 'Páginas',
    account: 'Cuenta',
    changePassword: 'Cambiar contraseña',
    signOut: 'Cerrar sesión',
    signOutHint: 'Las conversaciones en curso pasan a Mi bandeja',
    role: { agent: 'Agente', supervisor: 'Supervisor', admin: 'Administrador' },
    status: {
      available: 'Disponible',
      unavailable: 'No disponible',
      preBreak: 'Finalizando',
      break: 'En pausa',
      loggedOut: 'Desconectado'
    },
    statusHint: {
      available: 'Recibo nuevas conversaciones',
      unavailable: 'No recibo nuevas conversaciones',
      preBreak: 'Termino lo que tengo y luego hago una pausa',
      break: 'Estoy fuera un rato'
    },
    myStatus: 'Mi estado',
    mailboxDisconnected: (name, when) =>
      `Los correos nuevos de ${name} no llegan desde ${when}: su buzón rechaza nuestro inicio de sesión. Permanecen allí hasta que un administrador lo reconecte.`,
    channelDisconnected: (name, when) =>
      `Las respuestas en ${name} no se envían desde ${when}: el canal está desconectado. Se conservan y se enviarán cuando un administrador lo reconecte.`,
    link: { connecting: 'Conectando', connected: 'Conectado', lost: 'Sin conexión' },
    offline: {
      unreachable: 'Sin conexión. Lo que escribe se conserva; tras 30 segundos sus conversaciones pasan a Mi bandeja.',
      httpOnly: 'Sin actualizaciones en vivo por el momento. Puede seguir trabajando; estamos intentando reconectar.',
      tooMany: 'Tiene la bandeja abierta en demasiadas pestañas. Cierre algunas y esta se conectará por sí sola.',
      signIn: 'Aún no se pudo renovar su sesión. Seguimos intentándolo; lo que escribe se conserva.'
    },
    notSent: name => (name ? `Lo que escribió a ${name} no se envió.` : 'Algo que escribió no se envió.'),
    showUnsent: 'Mostrar',
    statusFailed: 'No se pudo cambiar el estado.',
    notFound: 'Página no encontrada.',
    keys: {
      title: 'Atajos de teclado',
      setting: 'Usar atajos de una sola tecla',
      settingHint: 'Fuera de los campos de texto, en este dispositivo',
      tabs: 'Cola, En curso, Mi bandeja, Inactivas',
      list: 'Ir a la lista',
      move: 'Conversación anterior o siguiente',
      open: 'Leer la conversación',
      next: 'Siguiente conversación sin responder',
      accept: 'Aceptar',
      decline: 'Rechazar',
      reply: 'Escribir una respuesta',
      park: 'Dejar pendiente',
      resume: 'Retomar',
      transfer: 'Transferir',
      close: 'Cerrar la conversación',
      search: 'Buscar',
      answerTo: 'Responder al mensaje de arriba (al escribir)',
      leave: 'Salir del campo de texto',
      help: 'Mostrar esta lista'
    }
  }
})
