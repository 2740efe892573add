import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    template: 'Choose a template',
    search: 'Search templates',
    language: 'Language',
    allLanguages: 'All languages',
    list: 'Templates',
    none: 'No template found that can be sent.',
    loadFailed: 'The templates could not be loaded.',
    another: 'Choose another',
    preview: 'Preview',
    send: 'Send',
    parts: { header: 'Header', body: 'Text', button: 'Button' },
    kinds: {
      image: 'Image',
      video: 'Video',
      document: 'Document',
      code: 'Code to copy'
    },
    files: { image: 'Image', video: 'Video', document: 'Document', other: 'Other' },
    chooseFile: 'Choose a file',
    example: (text: string) => `For example: ${text}`
  },
  'pt-BR': {
    template: 'Escolher um modelo',
    search: 'Buscar modelos',
    language: 'Idioma',
    allLanguages: 'Todos os idiomas',
    list: 'Modelos',
    none: 'Nenhum modelo que possa ser enviado foi encontrado.',
    loadFailed: 'Não foi possível carregar os modelos.',
    another: 'Escolher outro',
    preview: 'Prévia',
    send: 'Enviar',
    parts: { header: 'Título', body: 'Texto', button: 'Botão' },
    kinds: {
      image: 'Imagem',
      video: 'Vídeo',
      document: 'Documento',
      code: 'Código para copiar'
    },
    files: { image: 'Imagem', video: 'Vídeo', document: 'Documento', other: 'Outro' },
    chooseFile: 'Escolher um arquivo',
    example: (text: string) => `Por exemplo: ${text}`
  },
  es: {
    template: 'Elegir una plantilla',
    search: 'Buscar plantillas',
    language: 'Idioma',
    allLanguages: 'Todos los idiomas',
    list: 'Plantillas',
    none: 'No se encontró ninguna plantilla que se pueda enviar.',
    loadFailed: 'No se pudieron cargar las plantillas.',
    another: 'Elegir otra',
    preview: 'Vista previa',
    send: 'Enviar',
    parts: { header: 'Título', body: 'Texto', button: 'Botón' },
    kinds: {
      image: 'Imagen',
      video: 'Video',
      document: 'Documento',
      code: 'Código para copiar'
    },
    files: { image: 'Imagen', video: 'Video', document: 'Documento', other: 'Otro' },
    chooseFile: 'Elegir un archivo',
    example: (text: string) => `Por ejemplo: ${text}`
  }
})
