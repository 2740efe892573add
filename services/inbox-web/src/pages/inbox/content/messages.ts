import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    kind: { image: 'Image', video: 'Video', audio: 'Audio', sticker: 'Sticker' },
    show: {
      image: (host: string) => `Show image from ${host}`,
      video: (host: string) => `Show video from ${host}`,
      audio: (host: string) => `Load audio from ${host}`,
      sticker: (host: string) => `Show sticker from ${host}`
    },
    gone: 'No longer available',
    openMedia: 'View',
    openInTab: 'Open in a new tab',
    close: 'Close',
    location: 'Location',
    order: 'Order',
    total: 'Total',
    revoked: 'This message was deleted',
    unsupported: 'This message cannot be shown here'
  },
  'pt-BR': {
    kind: { image: 'Imagem', video: 'Vídeo', audio: 'Áudio', sticker: 'Figurinha' },
    show: {
      image: host => `Mostrar imagem de ${host}`,
      video: host => `Mostrar vídeo de ${host}`,
      audio: host => `Carregar áudio de ${host}`,
      sticker: host => `Mostrar figurinha de ${host}`
    },
    gone: 'Não está mais disponível',
    openMedia: 'Ver',
    openInTab: 'Abrir em nova aba',
    close: 'Fechar',
    location: 'Localização',
    order: 'Pedido',
    total: 'Total',
    revoked: 'Esta mensagem foi apagada',
    unsupported: 'Esta mensagem não pode ser exibida aqui'
  },
  es: {
    kind: { image: 'Imagen', video: 'Video', audio: 'Audio', sticker: 'Sticker' },
    show: {
      image: host => `Mostrar imagen de ${host}`,
      video: host => `Mostrar video de ${host}`,
      audio: host => `Cargar audio de ${host}`,
      sticker: host => `Mostrar sticker de ${host}`
    },
    gone: 'Ya no está disponible',
    openMedia: 'Ver',
    openInTab: 'Abrir en otra pestaña',
    close: 'Cerrar',
    location: 'Ubicación',
    order: 'Pedido',
    total: 'Total',
    revoked: 'Este mensaje fue eliminado',
    unsupported: 'Este mensaje no se puede mostrar aquí'
  }
})
