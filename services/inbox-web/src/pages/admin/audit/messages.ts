import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Audit log',
    subject: 'Type',
    anything: 'All',
    kinds: {
      department: 'Departments',
      agent: 'People',
      channel: 'Channels',
      cannedReply: 'Canned replies',
      webhook: 'Webhooks',
      serviceAccount: 'Service accounts',
      signIn: 'Sign-ins',
      conversation: 'Conversations read',
      search: 'Searches',
      report: 'Exported reports',
      contact: 'Contacts'
    },
    kind: {
      department: 'the department',
      agent: 'the person',
      channel: 'the channel',
      cannedReply: 'the canned reply',
      webhook: 'the webhook',
      serviceAccount: 'the service account',
      conversation: 'the conversation',
      report: 'the report',
      contact: 'the contact on'
    },
    actions: {
      created: 'created',
      changed: 'changed',
      activated: 'activated',
      deactivated: 'deactivated',
      read: 'read',
      exported: 'exported',
      erased: 'erased'
    },
    searched: (who: string) => `${who} searched all conversations`,
    raw: {
      read: (who: string) => `${who} looked through messages in their original form on the channel`,
      exported: (who: string) => `${who} downloaded an email in its original form from the channel`
    },
    signIns: {
      signedIn: (who: string) => `${who} signed in`,
      signInFailed: (who: string) => `Failed sign-in as ${who}`,
      signedOut: (who: string) => `${who} signed out`,
      signInStolen: (who: string) => `A sign-in of ${who} was ended: one of its tokens was used twice`
    },
    from: (address: string) => `from ${address}`,
    action: 'Action',
    unset: 'empty',
    key: 'key ending in',
    on: 'on',
    off: 'off',
    more: 'Older entries',
    nothing: 'No entries.',
    sentence: (who: string, action: string, kind: string) => `${who} ${action} ${kind}`
  },
  'pt-BR': {
    title: 'Registro de auditoria',
    subject: 'Tipo',
    anything: 'Tudo',
    kinds: {
      department: 'Departamentos',
      agent: 'Pessoas',
      channel: 'Canais',
      cannedReply: 'Respostas prontas',
      webhook: 'Webhooks',
      serviceAccount: 'Contas de serviço',
      signIn: 'Acessos',
      conversation: 'Conversas lidas',
      search: 'Buscas',
      report: 'Relatórios exportados',
      contact: 'Contatos'
    },
    kind: {
      department: 'o departamento',
      agent: 'a pessoa',
      channel: 'o canal',
      cannedReply: 'a resposta pronta',
      webhook: 'o webhook',
      serviceAccount: 'a conta de serviço',
      conversation: 'a conversa',
      report: 'o relatório',
      contact: 'o contato de'
    },
    actions: {
      created: 'criou',
      changed: 'alterou',
      activated: 'ativou',
      deactivated: 'desativou',
      read: 'leu',
      exported: 'exportou',
      erased: 'apagou'
    },
    searched: who => `${who} pesquisou em todas as conversas`,
    raw: {
      read: who => `${who} consultou mensagens em formato original no canal`,
      exported: who => `${who} baixou um e-mail em formato original do canal`
    },
    signIns: {
      signedIn: who => `${who} entrou`,
      signInFailed: who => `Tentativa de acesso sem sucesso como ${who}`,
      signedOut: who => `${who} saiu`,
      signInStolen: who => `Uma sessão de ${who} foi encerrada: um de seus tokens foi usado duas vezes`
    },
    from: address => `de ${address}`,
    action: 'Ação',
    unset: 'vazio',
    key: 'chave com final',
    on: 'sim',
    off: 'não',
    more: 'Registros anteriores',
    nothing: 'Nenhum registro.',
    sentence: (who, action, kind) => `${who} ${action} ${kind}`
  },
  es: {
    title: 'Registro de auditoría',
    subject: 'Tipo',
    anything: 'Todo',
    kinds: {
      department: 'Departamentos',
      agent: 'Personas',
      channel: 'Canales',
      cannedReply: 'Respuestas predefinidas',
      webhook: 'Webhooks',
      serviceAccount: 'Cuentas de servicio',
      signIn: 'Inicios de sesión',
      conversation: 'Conversaciones leídas',
      search: 'Búsquedas',
      report: 'Informes exportados',
      contact: 'Contactos'
    },
    kind: {
      department: 'el departamento',
      agent: 'a la persona',
      channel: 'el canal',
      cannedReply: 'la respuesta predefinida',
      webhook: 'el webhook',
      serviceAccount: 'la cuenta de servicio',
      conversation: 'la conversación',
      report: 'el informe',
      contact: 'el contacto de'
    },
    actions: {
      created: 'creó',
      changed: 'cambió',
      activated: 'activó',
      deactivated: 'desactivó',
      read: 'leyó',
      exported: 'exportó',
      erased: 'borró'
    },
    searched: who => `${who} buscó en todas las conversaciones`,
    raw: {
      read: who => `${who} consultó mensajes en su formato original en el canal`,
      exported: who => `${who} descargó un correo en su formato original del canal`
    },
    signIns: {
      signedIn: who => `${who} inició sesión`,
      signInFailed: who => `Intento fallido de iniciar sesión como ${who}`,
      signedOut: who => `${who} cerró sesión`,
      signInStolen: who => `Se cerró una sesión de ${who}: uno de sus tokens se usó dos veces`
    },
    from: address => `desde ${address}`,
    action: 'Acción',
    unset: 'vacío',
    key: 'clave terminada en',
    on: 'sí',
    off: 'no',
    more: 'Registros anteriores',
    nothing: 'Sin registros.',
    sentence: (who, action, kind) => `${who} ${action} ${kind}`
  }
})
