import { mediaIn } from '@inbox/contracts'
import type { DeliveryRequest, LeavingRequest } from '../../domain/delivery.ts'

/** A Cloud API message without addressee; undefined if WhatsApp cannot carry it. `metaId`: Meta's id of its file. */
export function messageBody(
  { content, replyTo, ratingUrl }: Pick<LeavingRequest, 'content' | 'replyTo' | 'ratingUrl'>,
  metaId: string | undefined
) {
  const asks = ratingUrl !== undefined && content.type === 'text'
  const said = asks ? withButton(content.text, ratingUrl) : saidAs(content, metaId)
  const quoted = replyTo?.providerMessageId
  return said && { ...said, ...(quoted !== undefined && { context: { message_id: quoted } }) }
}

/** The label depends on no language, as the reader's is unknown. */
const withButton = (text: string, url: string) => ({
  type: 'interactive',
  interactive: {
    type: 'cta_url',
    body: { text },
    action: { name: 'cta_url', parameters: { display_text: '★ ★ ★ ★ ★', url } }
  }
})

const FILES = { image: 'image', video: 'video', audio: 'audio', file: 'document' } as const

type TemplateContent = Extract<DeliveryRequest['content'], { type: 'template' }>

/** A template's components, with the file in its header by Meta's id. */
function filledHeader({ components, header }: TemplateContent, metaId: string | undefined) {
  if (!header || metaId === undefined) return components
  const type = FILES[header.type === 'sticker' ? 'image' : header.type]
  const named = type === 'document' && header.name !== undefined && { filename: header.name }
  const filled = { type: 'header', parameters: [{ type, [type]: { id: metaId, ...named } }] }
  return [filled, ...components.filter(component => component.type !== 'header')]
}

/** Only this type of audio can be a voice note at WhatsApp, and people share no other files of this type. */
const isVoiceNote = ({ mimeType }: { mimeType?: string | undefined }) =>
  /^audio\/ogg *; *codecs="?opus"?$/i.test(mimeType ?? '')

function saidAs(content: DeliveryRequest['content'], metaId: string | undefined) {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: { body: content.text, preview_url: /https?:\/\//i.test(content.text) } }
    case 'image':
    case 'video':
    case 'audio':
    case 'file': {
      const { caption, name } = content
      // audio cannot have text beside it at WhatsApp
      const type = content.type === 'audio' && caption !== undefined ? 'document' : FILES[content.type]
      const link = metaId === undefined && mediaIn(content) === undefined ? content.url : undefined
      if (metaId === undefined && link === undefined) return undefined
      const file = {
        ...(metaId === undefined ? { link } : { id: metaId }),
        ...(type === 'audio' && isVoiceNote(content) && { voice: true }),
        ...(caption !== undefined && { caption }),
        ...(type === 'document' && name !== undefined && { filename: name })
      }
      return { type, [type]: file }
    }
    case 'location': {
      const { latitude, longitude, name } = content
      return { type: 'location', location: { latitude, longitude, ...(name !== undefined && { name }) } }
    }
    case 'contactCard': {
      const { name, phones = [], emails = [], organization } = content
      const card = {
        name: { formatted_name: name, first_name: name },
        ...(phones.length > 0 && { phones: phones.map(phone => ({ phone, type: 'CELL' })) }),
        ...(emails.length > 0 && { emails: emails.map(email => ({ email, type: 'WORK' })) }),
        ...(organization !== undefined && { org: { company: organization } })
      }
      return { type: 'contacts', contacts: [card] }
    }
    case 'template': {
      const { name, language } = content
      const components = filledHeader(content, metaId)
      return {
        type: 'template',
        template: { name, language: { code: language }, ...(components.length > 0 && { components }) }
      }
    }
    case 'reaction': {
      const { to, emoji = '' } = content
      const about = to.providerMessageId
      return about === undefined ? undefined : { type: 'reaction', reaction: { message_id: about, emoji } }
    }
    default:
      return undefined
  }
}
