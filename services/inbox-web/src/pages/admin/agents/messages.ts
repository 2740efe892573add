import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'People',
    add: 'Add person',
    newTitle: 'New person',
    role: 'Role',
    roles: { agent: 'Agent', supervisor: 'Supervisor', admin: 'Administrator' },
    roleHint: {
      agent: 'Handles the conversations of their departments.',
      supervisor: 'Sees and manages all conversations, reads reports.',
      admin: 'Also manages departments, people and channels.'
    },
    departments: 'Departments',
    noDepartments: 'none',
    limit: 'Limit',
    limitHint: 'Most conversations at once, across all departments. 0 = no conversations.',
    exceed: 'May go over the limit',
    exceedHint: 'By picking from the queue. Nothing is offered automatically beyond the limit.',
    person: 'Profile',
    kind: 'Person or bot',
    kinds: { person: 'Person', bot: 'Bot' },
    profileHint: {
      person: 'They sign in with their email address.',
      bot: 'A program that answers through the API, by the token of a service account that acts as it. This cannot be changed later.'
    },
    botEmailHint: 'An address that nobody else has here. Nothing is sent to it.',
    silent: 'Longest silence',
    silentHint:
      'While a contact waits for its answer. After that, people get the conversation at its place in the queue.',
    name: 'Name',
    email: 'Email address',
    password: 'Password',
    passwordHint: 'At least 10 characters.',
    newPasswordHint: 'Only to set a new one. They will be signed out everywhere.',
    noDepartmentWarning: {
      person: 'Without a department, this person gets no conversations.',
      bot: 'Without a department, this bot gets no conversations.'
    },
    noPasswordWarning:
      'Without a password, this person cannot sign in yet. After saving you can create a one-time password.',
    oneTime: 'New one-time password',
    oneTimeHint: 'For somebody who has forgotten theirs: they choose a new one when they sign in with it.',
    oneTimeSaveFirst: 'Save your changes first.',
    oneTimeFor: (name: string) => `One-time password for ${name}`,
    oneTimeEffect: 'Their current password stops working at once, and they are signed out everywhere.',
    oneTimeOnce: 'It is shown only once. Pass it on in a safe way.',
    oneTimeUntil: (when: string) => `Valid until ${when}, for one sign-in.`,
    oneTimeKept: 'I have passed it on',
    work: 'Work',
    active: 'Active',
    activeHint: {
      person: 'Inactive people cannot sign in; their conversations go back to the queue.',
      bot: 'An inactive bot is offered nothing; its conversations go back to the queue.'
    },
    ownAccount: 'You cannot lower your own role or deactivate yourself.'
  },
  'pt-BR': {
    title: 'Pessoas',
    add: 'Adicionar pessoa',
    newTitle: 'Nova pessoa',
    role: 'Função',
    roles: { agent: 'Agente', supervisor: 'Supervisor', admin: 'Administrador' },
    roleHint: {
      agent: 'Atende as conversas dos seus departamentos.',
      supervisor: 'Vê e gerencia todas as conversas e consulta os relatórios.',
      admin: 'Também gerencia departamentos, pessoas e canais.'
    },
    departments: 'Departamentos',
    noDepartments: 'nenhum',
    limit: 'Limite',
    limitHint: 'Máximo de conversas ao mesmo tempo, em todos os departamentos. 0 = nenhuma.',
    exceed: 'Pode ultrapassar o limite',
    exceedHint: 'Escolhendo da fila. Além do limite, nada é oferecido automaticamente.',
    person: 'Perfil',
    kind: 'Pessoa ou bot',
    kinds: { person: 'Pessoa', bot: 'Bot' },
    profileHint: {
      person: 'O e-mail é usado para entrar.',
      bot: 'Um programa que responde pela API, com o token de uma conta de serviço que atua como ele. Não é possível mudar isso depois.'
    },
    botEmailHint: 'Um endereço que ninguém mais usa aqui. Nada é enviado para ele.',
    silent: 'Silêncio máximo',
    silentHint:
      'Enquanto um contato espera a resposta dele. Depois disso, as pessoas recebem a conversa no seu lugar na fila.',
    name: 'Nome',
    email: 'E-mail',
    password: 'Senha',
    passwordHint: 'Pelo menos 10 caracteres.',
    newPasswordHint: 'Só para definir uma nova. A pessoa será desconectada de todos os dispositivos.',
    noDepartmentWarning: {
      person: 'Sem departamento, esta pessoa não recebe conversas.',
      bot: 'Sem departamento, este bot não recebe conversas.'
    },
    noPasswordWarning:
      'Sem senha, esta pessoa ainda não consegue entrar. Depois de salvar, você pode criar uma senha de uso único.',
    oneTime: 'Nova senha de uso único',
    oneTimeHint: 'Para quem esqueceu a sua: ao entrar com ela, a pessoa escolhe uma nova.',
    oneTimeSaveFirst: 'Salve suas alterações primeiro.',
    oneTimeFor: name => `Senha de uso único para ${name}`,
    oneTimeEffect: 'A senha atual deixa de valer na hora, e todos os acessos desta pessoa são encerrados.',
    oneTimeOnce: 'Ela é mostrada só desta vez. Entregue-a de forma segura.',
    oneTimeUntil: when => `Vale até ${when}, para um único acesso.`,
    oneTimeKept: 'Já a entreguei',
    work: 'Trabalho',
    active: 'Ativo',
    activeHint: {
      person: 'Quem está inativo não consegue entrar; suas conversas voltam para a fila.',
      bot: 'Nada é oferecido a um bot inativo; suas conversas voltam para a fila.'
    },
    ownAccount: 'Você não pode reduzir a própria função nem desativar a si mesmo.'
  },
  es: {
    title: 'Personas',
    add: 'Agregar persona',
    newTitle: 'Nueva persona',
    role: 'Rol',
    roles: { agent: 'Agente', supervisor: 'Supervisor', admin: 'Administrador' },
    roleHint: {
      agent: 'Atiende las conversaciones de sus departamentos.',
      supervisor: 'Ve y gestiona todas las conversaciones y consulta los informes.',
      admin: 'Además gestiona departamentos, personas y canales.'
    },
    departments: 'Departamentos',
    noDepartments: 'ninguno',
    limit: 'Límite',
    limitHint: 'Máximo de conversaciones a la vez, en todos los departamentos. 0 = ninguna.',
    exceed: 'Puede superar el límite',
    exceedHint: 'Eligiendo de la cola. Por encima del límite no se ofrece nada automáticamente.',
    person: 'Perfil',
    kind: 'Persona o bot',
    kinds: { person: 'Persona', bot: 'Bot' },
    profileHint: {
      person: 'El correo se usa para iniciar sesión.',
      bot: 'Un programa que responde por la API, con el token de una cuenta de servicio que actúa como él. No se puede cambiar después.'
    },
    botEmailHint: 'Una dirección que nadie más usa aquí. No se le envía nada.',
    silent: 'Silencio máximo',
    silentHint:
      'Mientras un contacto espera su respuesta. Después, las personas reciben la conversación en su lugar en la cola.',
    name: 'Nombre',
    email: 'Correo electrónico',
    password: 'Contraseña',
    passwordHint: 'Al menos 10 caracteres.',
    newPasswordHint: 'Solo para definir una nueva. Se cerrarán todas sus sesiones.',
    noDepartmentWarning: {
      person: 'Sin departamento, esta persona no recibe conversaciones.',
      bot: 'Sin departamento, este bot no recibe conversaciones.'
    },
    noPasswordWarning:
      'Sin contraseña, esta persona aún no puede iniciar sesión. Después de guardar puede crear una de un solo uso.',
    oneTime: 'Nueva contraseña de un solo uso',
    oneTimeHint: 'Para quien olvidó la suya: al entrar con ella elige una nueva.',
    oneTimeSaveFirst: 'Guarde primero sus cambios.',
    oneTimeFor: name => `Contraseña de un solo uso para ${name}`,
    oneTimeEffect: 'Su contraseña actual deja de funcionar al instante y se cierran todas sus sesiones.',
    oneTimeOnce: 'Se muestra solo esta vez. Entréguela de forma segura.',
    oneTimeUntil: when => `Vale hasta ${when}, para un solo acceso.`,
    oneTimeKept: 'Ya la entregué',
    work: 'Trabajo',
    active: 'Activo',
    activeHint: {
      person: 'Quien está inactivo no puede iniciar sesión; sus conversaciones vuelven a la cola.',
      bot: 'A un bot inactivo no se le ofrece nada; sus conversaciones vuelven a la cola.'
    },
    ownAccount: 'No puede reducir su propio rol ni desactivarse.'
  }
})
