import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    kind: { image: 'Image', video: 'Video', audio: 'Audio', sticker: 'Sticker', file: 'File' },
    show: {
      image: (host: string) => `Show image from ${host}`,
      video: (host: string) => `Show video from ${host}`,
      audio: (host: string) => `Load audio from ${host}`,
      sticker: (host: string) => `Show sticker from ${host}`
    },
    gone: 'No longer available',
    copying: 'Loading…',
    notCopied: {
      gone: 'No longer available: it was deleted at its source',
      'too-large': 'Not available: the file is too large',
      forbidden: 'Not available: its address is not on the public internet',
      unreachable: 'No longer available: its server does not respond'
    },
    openMedia: 'View',
    openInTab: 'Open in a new tab',
    close: 'Close',
    location: 'Location',
    order: 'Order',
    total: 'Total',
    revoked: 'This message was deleted',
    erased: 'Erased with the contact',
    unsupported: 'This message cannot be shown here'
  },
  'pt-BR': {
    kind: { image: 'Imagem', video: 'Vídeo', audio: 'Áudio', sticker: 'Figurinha', file: 'Arquivo' },
    show: {
      image: host => `Mostrar imagem de ${host}`,
      video: host => `Mostrar vídeo de ${host}`,
      audio: host => `Carregar áudio de ${host}`,
      sticker: host => `Mostrar figurinha de ${host}`
    },
    gone: 'Não está mais disponível',
    copying: 'Carregando…',
    notCopied: {
      gone: 'Não está mais disponível: foi apagado onde estava guardado',
      'too-large': 'Não disponível: o arquivo é grande demais',
      forbidden: 'Não disponível: o endereço não é da internet pública',
      unreachable: 'Não está mais disponível: o servidor não responde'
    },
    openMedia: 'Ver',
    openInTab: 'Abrir em nova aba',
    close: 'Fechar',
    location: 'Localização',
    order: 'Pedido',
    total: 'Total',
    revoked: 'Esta mensagem foi apagada',
    erased: 'Apagada com o contato',
    unsupported: 'Esta mensagem não pode ser exibida aqui'
  },
  es: {
    kind: { image: 'Imagen', video: 'Video', audio: 'Audio', sticker: 'Sticker', file: 'Archivo' },
    show: {
      image: host => `Mostrar imagen de ${host}`,
      video: host => `Mostrar video de ${host}`,
      audio: host => `Cargar audio de ${host}`,
      sticker: host => `Mostrar sticker de ${host}`
    },
    gone: 'Ya no está disponible',
    copying: 'Cargando…',
    notCopied: {
      gone: 'Ya no está disponible: se eliminó de donde estaba guardado',
      'too-large': 'No disponible: el archivo es demasiado grande',
      forbidden: 'No disponible: su dirección no es de la internet pública',
      unreachable: 'Ya no está disponible: su servidor no responde'
    },
    openMedia: 'Ver',
    openInTab: 'Abrir en otra pestaña',
    close: 'Cerrar',
    location: 'Ubicación',
    order: 'Pedido',
    total: 'Total',
    revoked: 'Este mensaje fue eliminado',
    erased: 'Borrado junto con el contacto',
    unsupported: 'Este mensaje no se puede mostrar aquí'
  }
})
