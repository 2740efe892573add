import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    title: 'Emails that were not delivered to the inbox',
    hint: 'They are kept here for some weeks. Once the cause is fixed, try again: the email becomes a message as if it had just arrived.',
    faulty: 'With a problem',
    automatic: 'Sent automatically',
    none: 'There are none.',
    noSubject: '(no subject)',
    noSender: 'Unknown sender',
    reasons: {
      automatic: 'Nobody wrote it: it was sent by a program.',
      unreadable: 'It cannot be read.',
      'too-large': 'It is too large.',
      'unknown-report': 'It reports on an email that was not sent from here.',
      'not-set-up': 'The channel had no address.',
      refused: 'The inbox refused it.',
      failed: 'It could not be processed because of an error in this software.'
    },
    incomplete: 'Only its beginning was kept.',
    download: 'Download',
    retry: 'Try again',
    dismiss: 'Dismiss',
    more: 'Older emails',
    taken: 'The email is in the inbox now.',
    notTaken: 'The email still cannot be delivered.'
  },
  'pt-BR': {
    title: 'E-mails que não entraram na caixa de atendimento',
    hint: 'Ficam guardados aqui por algumas semanas. Corrigida a causa, tente de novo: o e-mail vira uma mensagem como se acabasse de chegar.',
    faulty: 'Com problema',
    automatic: 'Enviados automaticamente',
    none: 'Não há nenhum.',
    noSubject: '(sem assunto)',
    noSender: 'Remetente desconhecido',
    reasons: {
      automatic: 'Ninguém o escreveu: foi enviado por um programa.',
      unreadable: 'Não é possível lê-lo.',
      'too-large': 'É grande demais.',
      'unknown-report': 'Fala de um e-mail que não saiu daqui.',
      'not-set-up': 'O canal não tinha endereço.',
      refused: 'A caixa de atendimento o recusou.',
      failed: 'Não pôde ser processado por causa de um erro neste software.'
    },
    incomplete: 'Só o começo foi guardado.',
    download: 'Baixar',
    retry: 'Tentar de novo',
    dismiss: 'Dispensar',
    more: 'E-mails mais antigos',
    taken: 'O e-mail está agora na caixa de atendimento.',
    notTaken: 'O e-mail ainda não pode ser entregue.'
  },
  es: {
    title: 'Correos que no llegaron a la bandeja',
    hint: 'Se guardan aquí algunas semanas. Una vez corregida la causa, vuelva a intentarlo: el correo se convierte en un mensaje como si acabara de llegar.',
    faulty: 'Con un problema',
    automatic: 'Enviados automáticamente',
    none: 'No hay ninguno.',
    noSubject: '(sin asunto)',
    noSender: 'Remitente desconocido',
    reasons: {
      automatic: 'Nadie lo escribió: lo envió un programa.',
      unreadable: 'No se puede leer.',
      'too-large': 'Es demasiado grande.',
      'unknown-report': 'Habla de un correo que no se envió desde aquí.',
      'not-set-up': 'El canal no tenía dirección.',
      refused: 'La bandeja lo rechazó.',
      failed: 'No se pudo procesar por un error de este software.'
    },
    incomplete: 'Solo se guardó el comienzo.',
    download: 'Descargar',
    retry: 'Reintentar',
    dismiss: 'Descartar',
    more: 'Correos más antiguos',
    taken: 'El correo ya está en la bandeja.',
    notTaken: 'El correo sigue sin poder entregarse.'
  }
})
