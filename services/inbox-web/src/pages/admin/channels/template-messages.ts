import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Templates',
    hint: 'Messages that the provider has to approve. You create them there; this list is updated every hour and whenever one of them changes.',
    none: 'The provider has not reported any templates yet.',
    failed: 'The templates could not be loaded.',
    name: 'Name',
    language: 'Language',
    category: 'Category',
    status: 'Status',
    categories: { marketing: 'Marketing', utility: 'Utility', authentication: 'Authentication', other: 'Other' },
    statuses: {
      approved: 'Approved',
      pending: 'In review',
      rejected: 'Rejected',
      paused: 'Paused',
      disabled: 'Not available'
    },
    qualities: { high: 'High quality', medium: 'Medium quality', low: 'Low quality' },
    notSendable: 'Has parts that cannot be filled in here'
  },
  'pt-BR': {
    title: 'Modelos',
    hint: 'Mensagens que o provedor precisa aprovar. São criadas lá; esta lista é atualizada a cada hora e quando algo muda.',
    none: 'O provedor ainda não informou nenhum modelo.',
    failed: 'Não foi possível carregar os modelos.',
    name: 'Nome',
    language: 'Idioma',
    category: 'Categoria',
    status: 'Status',
    categories: { marketing: 'Marketing', utility: 'Utilidade', authentication: 'Autenticação', other: 'Outra' },
    statuses: {
      approved: 'Aprovado',
      pending: 'Em análise',
      rejected: 'Rejeitado',
      paused: 'Pausado',
      disabled: 'Indisponível'
    },
    qualities: { high: 'Qualidade alta', medium: 'Qualidade média', low: 'Qualidade baixa' },
    notSendable: 'Tem partes que não podem ser preenchidas aqui'
  },
  es: {
    title: 'Plantillas',
    hint: 'Mensajes que el proveedor debe aprobar. Se crean allí; esta lista se actualiza cada hora y cuando algo cambia.',
    none: 'El proveedor aún no ha informado de ninguna plantilla.',
    failed: 'No se pudieron cargar las plantillas.',
    name: 'Nombre',
    language: 'Idioma',
    category: 'Categoría',
    status: 'Estado',
    categories: { marketing: 'Marketing', utility: 'Utilidad', authentication: 'Autenticación', other: 'Otra' },
    statuses: {
      approved: 'Aprobada',
      pending: 'En revisión',
      rejected: 'Rechazada',
      paused: 'Pausada',
      disabled: 'No disponible'
    },
    qualities: { high: 'Calidad alta', medium: 'Calidad media', low: 'Calidad baja' },
    notSendable: 'Tiene partes que no se pueden completar aquí'
  }
})
