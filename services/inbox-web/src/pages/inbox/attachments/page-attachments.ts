import { upload } from '../../../api/upload.ts'
import { useStore } from '../../../state/store.ts'
import { outbox } from '../outbox/page-outbox.ts'
import { type Attachment, createAttachments } from './attachments.ts'

/** What is being attached on this page; unlike texts, files do not outlive the page. */
export const attachments = createAttachments({
  upload,
  sendOff: ({ conversationId, agentId }, media) =>
    outbox.sendOff({ kind: 'answer', conversationId, agentId, text: '', media })
})

/** Those of one conversation. */
export const useAttachments = (conversationId: string): readonly Attachment[] =>
  useStore(attachments.all).filter(each => each.conversationId === conversationId)
