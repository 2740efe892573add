import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Canned replies',
    add: 'Add canned reply',
    newTitle: 'New canned reply',
    shortcut: 'Shortcut',
    shortcutHint: 'Lower-case letters, digits and hyphens. Agents type it after a slash.',
    department: 'Department',
    everybody: 'All departments',
    text: 'Text',
    reply: 'Reply',
    replyHint:
      'Placeholders in double braces are filled in when an agent uses the reply; those without a value are left out.',
    name: 'Name',
    insert: 'Insert a placeholder',
    places: {
      'contact.name': 'Contact’s name',
      'contact.firstName': 'Contact’s first name',
      'agent.name': 'Agent’s name',
      'agent.firstName': 'Agent’s first name',
      'department.name': 'Department',
      'channel.name': 'Channel',
      referenceNumber: 'Case number'
    },
    preview: 'Preview',
    use: 'General',
    active: 'Active',
    activeHint: 'An inactive reply stays here, and its shortcut is free for another one.'
  },
  'pt-BR': {
    title: 'Respostas prontas',
    add: 'Adicionar resposta pronta',
    newTitle: 'Nova resposta pronta',
    shortcut: 'Atalho',
    shortcutHint: 'Letras minúsculas, números e hífens. O agente digita uma barra e o atalho.',
    department: 'Departamento',
    everybody: 'Todos os departamentos',
    text: 'Texto',
    reply: 'Resposta',
    replyHint:
      'Os campos entre chaves duplas são preenchidos quando um agente usa a resposta; os que não têm valor ficam de fora.',
    name: 'Nome',
    insert: 'Inserir um campo',
    places: {
      'contact.name': 'Nome do contato',
      'contact.firstName': 'Primeiro nome do contato',
      'agent.name': 'Nome do agente',
      'agent.firstName': 'Primeiro nome do agente',
      'department.name': 'Departamento',
      'channel.name': 'Canal',
      referenceNumber: 'Protocolo'
    },
    preview: 'Prévia',
    use: 'Geral',
    active: 'Ativa',
    activeHint: 'Uma resposta inativa continua aqui, e o atalho fica livre para outra.'
  },
  es: {
    title: 'Respuestas predefinidas',
    add: 'Agregar respuesta predefinida',
    newTitle: 'Nueva respuesta predefinida',
    shortcut: 'Atajo',
    shortcutHint: 'Minúsculas, números y guiones. El agente escribe una barra y el atajo.',
    department: 'Departamento',
    everybody: 'Todos los departamentos',
    text: 'Texto',
    reply: 'Respuesta',
    replyHint:
      'Los campos entre llaves dobles se completan cuando un agente usa la respuesta; los que no tienen valor se omiten.',
    name: 'Nombre',
    insert: 'Insertar un campo',
    places: {
      'contact.name': 'Nombre del contacto',
      'contact.firstName': 'Primer nombre del contacto',
      'agent.name': 'Nombre del agente',
      'agent.firstName': 'Primer nombre del agente',
      'department.name': 'Departamento',
      'channel.name': 'Canal',
      referenceNumber: 'Número de caso'
    },
    preview: 'Vista previa',
    use: 'General',
    active: 'Activa',
    activeHint: 'Una respuesta inactiva se conserva aquí, y su atajo queda libre para otra.'
  }
})
