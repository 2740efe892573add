import { translations } from '../i18n/translations.ts'

export const useMessages = translations({
  en: {
    skip: 'Skip to content',
    pages: 'Pages',
    language: 'Language',
    light: 'Light colours',
    dark: 'Dark colours',
    account: 'Account',
    signOut: 'Sign out',
    signOutHint: 'Ongoing conversations move to My Inbox',
    role: { agent: 'Agent', supervisor: 'Supervisor', admin: 'Administrator' },
    status: {
      available: 'Available',
      unavailable: 'Unavailable',
      preBreak: 'Finishing up',
      break: 'On a break',
      loggedOut: 'Logged out'
    },
    statusHint: {
      available: 'New conversations reach me',
      unavailable: 'Nothing new is offered to me',
      preBreak: 'I finish what I have, then a break',
      break: 'I am away for a while'
    },
    myStatus: 'My status',
    link: { connecting: 'Connecting', connected: 'Connected', lost: 'No connection' },
    offline: 'No connection. What you write is kept; after 30 seconds your conversations move to My Inbox.',
    statusFailed: 'The status could not be changed.',
    notFound: 'There is no such page.',
    crashed: 'Something went wrong on this page.',
    reload: 'Load again'
  },
  'pt-BR': {
    skip: 'Ir para o conteúdo',
    pages: 'Páginas',
    language: 'Idioma',
    light: 'Cores claras',
    dark: 'Cores escuras',
    account: 'Conta',
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
      unavailable: 'Nada novo me é oferecido',
      preBreak: 'Termino o que tenho e depois faço uma pausa',
      break: 'Estou fora por um tempo'
    },
    myStatus: 'Meu status',
    link: { connecting: 'Conectando', connected: 'Conectado', lost: 'Sem conexão' },
    offline: 'Sem conexão. O que você escreve fica guardado; após 30 segundos suas conversas vão para Minha caixa.',
    statusFailed: 'Não foi possível mudar o status.',
    notFound: 'Esta página não existe.',
    crashed: 'Algo deu errado nesta página.',
    reload: 'Carregar novamente'
  },
  es: {
    skip: 'Ir al contenido',
    pages: 'Páginas',
    language: 'Idioma',
    light: 'Colores claros',
    dark: 'Colores oscuros',
    account: 'Cuenta',
    signOut: 'Cerrar sesión',
    signOutHint: 'Las conversaciones en curso pasan a Mi bandeja',
    role: { agent: 'Agente', supervisor: 'Supervisor', admin: 'Administrador' },
    status: {
      available: 'Disponible',
      unavailable: 'No disponible',
      preBreak: 'Terminando',
      break: 'En pausa',
      loggedOut: 'Desconectado'
    },
    statusHint: {
      available: 'Recibo nuevas conversaciones',
      unavailable: 'No se me ofrece nada nuevo',
      preBreak: 'Termino lo que tengo y luego hago una pausa',
      break: 'Estoy fuera un rato'
    },
    myStatus: 'Mi estado',
    link: { connecting: 'Conectando', connected: 'Conectado', lost: 'Sin conexión' },
    offline: 'Sin conexión. Lo que escribe se conserva; tras 30 segundos sus conversaciones pasan a Mi bandeja.',
    statusFailed: 'No se pudo cambiar el estado.',
    notFound: 'No existe esta página.',
    crashed: 'Algo salió mal en esta página.',
    reload: 'Cargar de nuevo'
  }
})
