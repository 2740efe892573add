import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Canned replies',
    add: 'Write a reply',
    newTitle: 'New canned reply',
    shortcut: 'Shortcut',
    shortcutHint: 'Lower-case letters, digits and hyphens. Agents type a slash and this.',
    department: 'For',
    everybody: 'All departments',
    text: 'Text',
    reply: 'Reply',
    replyHint: 'Places in double braces are filled when an agent uses it; one that is not known vanishes.',
    name: 'Name',
    insert: 'Insert a place',
    places: {
      'contact.name': 'Contact’s name',
      'contact.firstName': 'Contact’s first name',
      'agent.name': 'Agent’s name',
      'agent.firstName': 'Agent’s first name',
      'department.name': 'Department',
      'channel.name': 'Channel',
      referenceNumber: 'Case number'
    },
    preview: 'What a contact would read',
    use: 'Use',
    active: 'In use',
    activeHint: 'Out of use it stays here, and its shortcut is free for another one.'
  },
  'pt-BR': {
    title: 'Respostas prontas',
    add: 'Escrever resposta',
    newTitle: 'Nova resposta pronta',
    shortcut: 'Atalho',
    shortcutHint: 'Letras minúsculas, números e hífens. O agente digita uma barra e isto.',
    department: 'Para',
    everybody: 'Todos os departamentos',
    text: 'Texto',
    reply: 'Resposta',
    replyHint: 'Os campos entre chaves duplas são preenchidos quando o agente usa; um desconhecido desaparece.',
    name: 'Nome',
    insert: 'Inserir um campo',
    places: {
      'contact.name': 'Nome do contato',
      'contact.firstName': 'Primeiro nome do contato',
      'agent.name': 'Nome do agente',
      'agent.firstName': 'Primeiro nome do agente',
      'department.name': 'Departamento',
      'channel.name': 'Canal',
      referenceNumber: 'Número do protocolo'
    },
    preview: 'O que o contato leria',
    use: 'Uso',
    active: 'Em uso',
    activeHint: 'Fora de uso ela fica aqui, e o atalho fica livre para outra.'
  },
  es: {
    title: 'Respuestas guardadas',
    add: 'Escribir respuesta',
    newTitle: 'Nueva respuesta guardada',
    shortcut: 'Atajo',
    shortcutHint: 'Minúsculas, cifras y guiones. El agente escribe una barra y esto.',
    department: 'Para',
    everybody: 'Todos los departamentos',
    text: 'Texto',
    reply: 'Respuesta',
    replyHint: 'Los campos entre llaves dobles se rellenan cuando un agente la usa; uno desconocido desaparece.',
    name: 'Nombre',
    insert: 'Insertar un campo',
    places: {
      'contact.name': 'Nombre del contacto',
      'contact.firstName': 'Nombre de pila del contacto',
      'agent.name': 'Nombre del agente',
      'agent.firstName': 'Nombre de pila del agente',
      'department.name': 'Departamento',
      'channel.name': 'Canal',
      referenceNumber: 'Número de caso'
    },
    preview: 'Lo que leería un contacto',
    use: 'Uso',
    active: 'En uso',
    activeHint: 'Fuera de uso se queda aquí, y su atajo queda libre para otra.'
  }
})
