import { translations } from '../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    areas: 'Administration',
    area: {
      departments: 'Departments',
      agents: 'People',
      channels: 'Channels',
      'canned-replies': 'Canned replies',
      'service-accounts': 'Service accounts',
      webhooks: 'Webhooks',
      audit: 'Audit log'
    },
    name: 'Name',
    search: 'Search',
    showInactive: 'Show inactive',
    inactive: 'inactive',
    nothing: 'Nothing here yet.',
    nothingFound: 'Nothing matches the search.'
  },
  'pt-BR': {
    areas: 'Administração',
    area: {
      departments: 'Departamentos',
      agents: 'Pessoas',
      channels: 'Canais',
      'canned-replies': 'Respostas prontas',
      'service-accounts': 'Contas de serviço',
      webhooks: 'Webhooks',
      audit: 'Registro de auditoria'
    },
    name: 'Nome',
    search: 'Buscar',
    showInactive: 'Mostrar inativos',
    inactive: 'inativo',
    nothing: 'Ainda não há nada aqui.',
    nothingFound: 'Nada corresponde à busca.'
  },
  es: {
    areas: 'Administración',
    area: {
      departments: 'Departamentos',
      agents: 'Personas',
      channels: 'Canales',
      'canned-replies': 'Respuestas predefinidas',
      'service-accounts': 'Cuentas de servicio',
      webhooks: 'Webhooks',
      audit: 'Registro de auditoría'
    },
    name: 'Nombre',
    search: 'Buscar',
    showInactive: 'Mostrar inactivos',
    inactive: 'inactivo',
    nothing: 'Aún no hay nada aquí.',
    nothingFound: 'Nada coincide con la búsqueda.'
  }
})
