import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'People',
    add: 'Add person',
    newTitle: 'New person',
    role: 'Role',
    roles: { agent: 'Agent', supervisor: 'Supervisor', admin: 'Administrator' },
    roleHint: {
      agent: 'Serves the conversations of their departments.',
      supervisor: 'Sees and moves everything, reads reports.',
      admin: 'Also registers departments, people and channels.'
    },
    departments: 'Departments',
    noDepartments: 'none',
    limit: 'Limit',
    limitHint: 'Most conversations at once, over all departments. 0 = gets none.',
    person: 'Who',
    personHint: 'The email address is what they sign in with.',
    name: 'Name',
    email: 'Email address',
    password: 'Password',
    passwordHint: 'At least 10 characters.',
    newPasswordHint: 'Only to give a new one; it ends all sign-ins of theirs.',
    work: 'Work',
    active: 'Active',
    activeHint: 'Who is not active cannot sign in; their conversations go back.',
    ownAccount: 'You cannot demote or deactivate yourself.'
  },
  'pt-BR': {
    title: 'Pessoas',
    add: 'Adicionar pessoa',
    newTitle: 'Nova pessoa',
    role: 'Papel',
    roles: { agent: 'Agente', supervisor: 'Supervisor', admin: 'Administrador' },
    roleHint: {
      agent: 'Atende as conversas dos seus departamentos.',
      supervisor: 'Vê e move tudo, lê relatórios.',
      admin: 'Também cadastra departamentos, pessoas e canais.'
    },
    departments: 'Departamentos',
    noDepartments: 'nenhum',
    limit: 'Limite',
    limitHint: 'Máximo de conversas ao mesmo tempo, em todos os departamentos. 0 = não recebe nenhuma.',
    person: 'Quem',
    personHint: 'O e-mail é usado para entrar.',
    name: 'Nome',
    email: 'E-mail',
    password: 'Senha',
    passwordHint: 'Pelo menos 10 caracteres.',
    newPasswordHint: 'Só para definir uma nova; encerra todos os acessos desta pessoa.',
    work: 'Trabalho',
    active: 'Ativo',
    activeHint: 'Quem não está ativo não consegue entrar; suas conversas voltam.',
    ownAccount: 'Você não pode rebaixar nem desativar a si mesmo.'
  },
  es: {
    title: 'Personas',
    add: 'Añadir persona',
    newTitle: 'Nueva persona',
    role: 'Función',
    roles: { agent: 'Agente', supervisor: 'Supervisor', admin: 'Administrador' },
    roleHint: {
      agent: 'Atiende las conversaciones de sus departamentos.',
      supervisor: 'Ve y mueve todo, lee informes.',
      admin: 'Además registra departamentos, personas y canales.'
    },
    departments: 'Departamentos',
    noDepartments: 'ninguno',
    limit: 'Límite',
    limitHint: 'Máximo de conversaciones a la vez, en todos los departamentos. 0 = no recibe ninguna.',
    person: 'Quién',
    personHint: 'Inicia sesión con su correo.',
    name: 'Nombre',
    email: 'Correo electrónico',
    password: 'Contraseña',
    passwordHint: 'Al menos 10 caracteres.',
    newPasswordHint: 'Solo para dar una nueva; cierra todas sus sesiones.',
    work: 'Trabajo',
    active: 'Activo',
    activeHint: 'Quien no está activo no puede iniciar sesión; sus conversaciones vuelven.',
    ownAccount: 'No puede degradarse ni desactivarse a sí mismo.'
  }
})
