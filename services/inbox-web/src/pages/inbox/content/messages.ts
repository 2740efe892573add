import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    kind: { image: 'Image', video: 'Video', audio: 'Audio' },
    show: {
      image: (host: string) => `Show image from ${host}`,
      video: (host: string) => `Show video from ${host}`,
      audio: (host: string) => `Load audio from ${host}`
    },
    gone: 'No longer available',
    openMedia: 'Open in a new tab',
    location: 'Location'
  },
  'pt-BR': {
    kind: { image: 'Imagem', video: 'Vídeo', audio: 'Áudio' },
    show: {
      image: host => `Mostrar imagem de ${host}`,
      video: host => `Mostrar vídeo de ${host}`,
      audio: host => `Carregar áudio de ${host}`
    },
    gone: 'Não está mais disponível',
    openMedia: 'Abrir em nova aba',
    location: 'Localização'
  },
  es: {
    kind: { image: 'Imagen', video: 'Video', audio: 'Audio' },
    show: {
      image: host => `Mostrar imagen de ${host}`,
      video: host => `Mostrar video de ${host}`,
      audio: host => `Cargar audio de ${host}`
    },
    gone: 'Ya no está disponible',
    openMedia: 'Abrir en otra pestaña',
    location: 'Ubicación'
  }
})
