import type { Scope } from '@inbox/contracts'
import { translations } from '../../../i18n/translations.ts'

type Scopes = Record<Scope, readonly [label: string, hint: string]>

const en: Scopes = {
  'conversations:read': ['Read conversations', 'Lists, messages, notes and history, and live updates'],
  'conversations:write': ['Change conversations', 'Notes, tags, priority, transfer, assign, close'],
  'contacts:read': ['Read contacts', 'Names, addresses and attributes'],
  'contacts:write': ['Correct contacts', 'Names, addresses and attributes'],
  'directory:read': ['See the team and channels', 'Departments, people and who is there, channels, canned replies'],
  'presence:write': ['Set people’s status', 'Available, away and so on'],
  'reports:read': ['Fetch reports', 'Live figures, reports and times by status'],
  'administration:read': ['Read the administration', 'Audit log, what channels are set up with; export contacts'],
  'administration:write': [
    'Administer',
    'Departments, people, channels, canned replies; erase contacts. No passwords, no administrators'
  ]
}
const pt: Scopes = {
  'conversations:read': ['Ler conversas', 'Listas, mensagens, notas e histórico, e atualizações ao vivo'],
  'conversations:write': ['Alterar conversas', 'Notas, etiquetas, prioridade, transferir, atribuir, encerrar'],
  'contacts:read': ['Ler contatos', 'Nomes, endereços e atributos'],
  'contacts:write': ['Corrigir contatos', 'Nomes, endereços e atributos'],
  'directory:read': ['Ver equipe e canais', 'Departamentos, pessoas e quem está presente, canais, respostas prontas'],
  'presence:write': ['Definir o status das pessoas', 'Disponível, ausente etc.'],
  'reports:read': ['Obter relatórios', 'Números ao vivo, relatórios e tempos por status'],
  'administration:read': ['Ler a administração', 'Registro de auditoria, configuração dos canais; exportar contatos'],
  'administration:write': [
    'Administrar',
    'Departamentos, pessoas, canais, respostas prontas; apagar contatos. Sem senhas nem administradores'
  ]
}
const es: Scopes = {
  'conversations:read': ['Leer conversaciones', 'Listas, mensajes, notas e historial, y actualizaciones en vivo'],
  'conversations:write': ['Cambiar conversaciones', 'Notas, etiquetas, prioridad, transferir, asignar, cerrar'],
  'contacts:read': ['Leer contactos', 'Nombres, direcciones y atributos'],
  'contacts:write': ['Corregir contactos', 'Nombres, direcciones y atributos'],
  'directory:read': [
    'Ver el equipo y los canales',
    'Departamentos, personas y quién está, canales, respuestas predefinidas'
  ],
  'presence:write': ['Fijar el estado de las personas', 'Disponible, ausente, etc.'],
  'reports:read': ['Obtener informes', 'Cifras en vivo, informes y tiempos por estado'],
  'administration:read': [
    'Leer la administración',
    'Registro de auditoría, configuración de los canales; exportar contactos'
  ],
  'administration:write': [
    'Administrar',
    'Departamentos, personas, canales, respuestas predefinidas; borrar contactos. Sin contraseñas ni administradores'
  ]
}

export const useMessages = translations({
  en: {
    title: 'Service accounts',
    add: 'Add service account',
    newTitle: 'New service account',
    account: 'Account',
    accountHint: 'A program that calls the API with a token of its own.',
    name: 'Name',
    nameHint: 'Which program it is for. Shown in the audit log.',
    departments: 'Departments',
    departmentsHint: 'What it sees and does is limited to these. Leave empty for all.',
    bot: 'Acts as',
    botHint: 'A bot’s program takes part as the bot: with its status, conversations and departments.',
    noBot: 'Itself',
    actsAs: (name: string) => `Acts as ${name}`,
    everywhere: 'all',
    scopes: 'Permissions',
    scopesHint: 'Give it only what it needs.',
    scope: en,
    notWithin: 'Not available with departments selected',
    token: 'Token',
    lastUsed: 'Last used',
    never: 'never',
    made: (when: string) => `created ${when}`,
    revoke: 'Revoke',
    revokeOf: (name: string) => `Revoke ${name}`,
    revokeHint: 'Programs that use its token lose access immediately. This cannot be undone.',
    tokenTitle: 'Token of the new service account',
    tokenOnce: 'Copy it now: it will not be shown again.',
    close: 'I have stored it'
  },
  'pt-BR': {
    title: 'Contas de serviço',
    add: 'Adicionar conta de serviço',
    newTitle: 'Nova conta de serviço',
    account: 'Conta',
    accountHint: 'Um programa que usa a API com um token próprio.',
    name: 'Nome',
    nameHint: 'Para qual programa é: assim aparece no registro de auditoria.',
    departments: 'Departamentos',
    departmentsHint: 'O que ela vê e faz fica limitado a estes. Deixe vazio para todos.',
    bot: 'Atua como',
    botHint: 'O programa de um bot participa como o bot: com o status, as conversas e os departamentos dele.',
    noBot: 'Ela mesma',
    actsAs: name => `Atua como ${name}`,
    everywhere: 'todos',
    scopes: 'Permissões',
    scopesHint: 'Dê somente o que for necessário.',
    scope: pt,
    notWithin: 'Não disponível com departamentos selecionados',
    token: 'Token',
    lastUsed: 'Último uso',
    never: 'nunca',
    made: when => `criada em ${when}`,
    revoke: 'Revogar',
    revokeOf: name => `Revogar ${name}`,
    revokeHint: 'Os programas que usam o token perdem o acesso imediatamente. Não é possível desfazer.',
    tokenTitle: 'Token da nova conta de serviço',
    tokenOnce: 'Copie agora: ele não será mostrado novamente.',
    close: 'Já guardei'
  },
  es: {
    title: 'Cuentas de servicio',
    add: 'Agregar cuenta de servicio',
    newTitle: 'Nueva cuenta de servicio',
    account: 'Cuenta',
    accountHint: 'Un programa que usa la API con un token propio.',
    name: 'Nombre',
    nameHint: 'Para qué programa es: así aparece en el registro de auditoría.',
    departments: 'Departamentos',
    departmentsHint: 'Lo que ve y hace se limita a estos. Déjelo vacío para todos.',
    bot: 'Actúa como',
    botHint: 'El programa de un bot participa como el bot: con su estado, sus conversaciones y sus departamentos.',
    noBot: 'Ella misma',
    actsAs: name => `Actúa como ${name}`,
    everywhere: 'todos',
    scopes: 'Permisos',
    scopesHint: 'Dele solo lo que necesite.',
    scope: es,
    notWithin: 'No disponible con departamentos seleccionados',
    token: 'Token',
    lastUsed: 'Último uso',
    never: 'nunca',
    made: when => `creada el ${when}`,
    revoke: 'Revocar',
    revokeOf: name => `Revocar ${name}`,
    revokeHint: 'Los programas que usan el token pierden el acceso de inmediato. No se puede deshacer.',
    tokenTitle: 'Token de la nueva cuenta de servicio',
    tokenOnce: 'Cópielo ahora: no se volverá a mostrar.',
    close: 'Ya lo guardé'
  }
})
