import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Audit log',
    subject: 'What',
    anything: 'Anything',
    kinds: { department: 'Departments', agent: 'People', channel: 'Channels', cannedReply: 'Canned replies' },
    kind: { department: 'department', agent: 'person', channel: 'channel', cannedReply: 'canned reply' },
    actions: { created: 'created', changed: 'changed', activated: 'activated', deactivated: 'deactivated' },
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
    kinds: { department: 'Departamentos', agent: 'Pessoas', channel: 'Canais', cannedReply: 'Respostas prontas' },
    kind: { department: 'departamento', agent: 'pessoa', channel: 'canal', cannedReply: 'resposta pronta' },
    actions: { created: 'criou', changed: 'alterou', activated: 'ativou', deactivated: 'desativou' },
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
    kinds: { department: 'Departamentos', agent: 'Personas', channel: 'Canales', cannedReply: 'Respuestas guardadas' },
    kind: { department: 'departamento', agent: 'persona', channel: 'canal', cannedReply: 'respuesta guardada' },
    actions: { created: 'creó', changed: 'cambió', activated: 'activó', deactivated: 'desactivó' },
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
