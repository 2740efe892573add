import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Audit log',
    subject: 'What',
    anything: 'Anything',
    kinds: {
      department: 'Departments',
      agent: 'People',
      channel: 'Channels',
      cannedReply: 'Canned replies',
      signIn: 'Sign-ins'
    },
    kind: { department: 'department', agent: 'person', channel: 'channel', cannedReply: 'canned reply' },
    actions: { created: 'created', changed: 'changed', activated: 'activated', deactivated: 'deactivated' },
    signIns: {
      signedIn: (who: string) => `${who} signed in`,
      signInFailed: (who: string) => `Somebody failed to sign in as ${who}`,
      signedOut: (who: string) => `${who} signed out`,
      signInStolen: (who: string) => `A sign-in of ${who} was ended: one of its tokens was used twice`
    },
    from: (address: string) => `from ${address}`,
    action: 'Action',
    unset: 'nothing',
    key: 'key that ends with',
    on: 'on',
    off: 'off',
    more: 'Older changes',
    nothing: 'Nothing was changed.',
    sentence: (who: string, action: string, kind: string) => `${who} ${action} the ${kind}`
  },
  'pt-BR': {
    title: 'Registro de alterações',
    subject: 'O quê',
    anything: 'Qualquer coisa',
    kinds: {
      department: 'Departamentos',
      agent: 'Pessoas',
      channel: 'Canais',
      cannedReply: 'Respostas prontas',
      signIn: 'Acessos'
    },
    kind: { department: 'departamento', agent: 'pessoa', channel: 'canal', cannedReply: 'resposta pronta' },
    actions: { created: 'criou', changed: 'alterou', activated: 'ativou', deactivated: 'desativou' },
    signIns: {
      signedIn: who => `${who} entrou`,
      signInFailed: who => `Alguém tentou em vão entrar como ${who}`,
      signedOut: who => `${who} saiu`,
      signInStolen: who => `Uma sessão de ${who} foi encerrada: um de seus tokens foi usado duas vezes`
    },
    from: address => `de ${address}`,
    action: 'Ação',
    unset: 'nada',
    key: 'chave que termina em',
    on: 'sim',
    off: 'não',
    more: 'Alterações anteriores',
    nothing: 'Nada foi alterado.',
    sentence: (who, action, kind) => `${who} ${action} (${kind})`
  },
  es: {
    title: 'Registro de cambios',
    subject: 'Qué',
    anything: 'Cualquier cosa',
    kinds: {
      department: 'Departamentos',
      agent: 'Personas',
      channel: 'Canales',
      cannedReply: 'Respuestas guardadas',
      signIn: 'Inicios de sesión'
    },
    kind: { department: 'departamento', agent: 'persona', channel: 'canal', cannedReply: 'respuesta guardada' },
    actions: { created: 'creó', changed: 'cambió', activated: 'activó', deactivated: 'desactivó' },
    signIns: {
      signedIn: who => `${who} inició sesión`,
      signInFailed: who => `Alguien intentó en vano iniciar sesión como ${who}`,
      signedOut: who => `${who} cerró sesión`,
      signInStolen: who => `Se terminó una sesión de ${who}: uno de sus tokens se usó dos veces`
    },
    from: address => `desde ${address}`,
    action: 'Acción',
    unset: 'nada',
    key: 'clave que termina en',
    on: 'sí',
    off: 'no',
    more: 'Cambios anteriores',
    nothing: 'No se cambió nada.',
    sentence: (who, action, kind) => `${who} ${action} (${kind})`
  }
})
