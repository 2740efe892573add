import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    attach: 'Attach files',
    photo: 'Take a photo',
    attachments: 'Attachments',
    uploading: (name: string) => `Uploading ${name}`,
    retry: (name: string) => `Try again: ${name}`,
    remove: (name: string) => `Remove ${name}`,
    drop: 'Drop the files to send them',
    record: 'Record a voice note',
    stop: 'Send the voice note',
    discard: 'Discard the voice note',
    recording: (time: string) => `Recording ${time}`,
    noMicrophone: 'The microphone cannot be used. Allow it in the settings of your browser.',
    failed: {
      notCarried: 'This channel does not accept this type of file, or not at this size.',
      unreachable: 'The upload was interrupted. Try again.',
      tooLarge: 'This file is too large.',
      full: 'Storage is full. Tell your administrator.',
      other: 'This file was not accepted.'
    }
  },
  'pt-BR': {
    attach: 'Anexar arquivos',
    photo: 'Tirar uma foto',
    attachments: 'Anexos',
    uploading: name => `Enviando ${name}`,
    retry: name => `Tentar novamente: ${name}`,
    remove: name => `Remover ${name}`,
    drop: 'Solte os arquivos para enviá-los',
    record: 'Gravar uma mensagem de voz',
    stop: 'Enviar a mensagem de voz',
    discard: 'Descartar a mensagem de voz',
    recording: time => `Gravando ${time}`,
    noMicrophone: 'Não foi possível usar o microfone. Permita o acesso nas configurações do navegador.',
    failed: {
      notCarried: 'Este canal não aceita este tipo de arquivo ou um arquivo deste tamanho.',
      unreachable: 'O envio foi interrompido. Tente novamente.',
      tooLarge: 'Este arquivo é grande demais.',
      full: 'Não há espaço para este arquivo. Avise o administrador.',
      other: 'Este arquivo não foi aceito.'
    }
  },
  es: {
    attach: 'Adjuntar archivos',
    photo: 'Tomar una foto',
    attachments: 'Archivos adjuntos',
    uploading: name => `Subiendo ${name}`,
    retry: name => `Intentar de nuevo: ${name}`,
    remove: name => `Quitar ${name}`,
    drop: 'Suelte los archivos para enviarlos',
    record: 'Grabar una nota de voz',
    stop: 'Enviar la nota de voz',
    discard: 'Descartar la nota de voz',
    recording: time => `Grabando ${time}`,
    noMicrophone: 'No se puede usar el micrófono. Permita el acceso en la configuración del navegador.',
    failed: {
      notCarried: 'Este canal no admite este tipo de archivo o uno de este tamaño.',
      unreachable: 'La subida se interrumpió. Inténtelo de nuevo.',
      tooLarge: 'Este archivo es demasiado grande.',
      full: 'No hay espacio para este archivo. Avise al administrador.',
      other: 'Este archivo no fue aceptado.'
    }
  }
})
