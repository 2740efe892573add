import {
  type CannedReply,
  type ConversationSummary,
  fillPlaceholders,
  listCannedReplies,
  placeholderValues
} from '@inbox/contracts'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { useDepartments } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'

const MOST = 200

/** The canned replies for a conversation, and their text with its placeholders filled. */
export function useCannedReplies(conversation: ConversationSummary) {
  const me = useMe()
  const { departmentId, contact, channel, referenceNumber } = conversation
  const department = useDepartments().get(departmentId)
  const { data } = useQuery({
    queryKey: ['canned-replies', departmentId],
    queryFn: () => call(listCannedReplies, { query: { departmentId, active: 'true', limit: MOST } })
  })
  const fill = ({ text }: CannedReply) =>
    fillPlaceholders(
      text,
      placeholderValues({
        contact: contact.name,
        agent: me.name,
        department: department?.name,
        channel: channel.name,
        referenceNumber
      })
    )
  return { replies: data?.items ?? [], fill }
}

/** Replies whose shortcut begins with what was typed, then those that contain it in name or text. */
export function matching(replies: readonly CannedReply[], typed: string): CannedReply[] {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return [...replies]
  const begins = replies.filter(({ shortcut }) => shortcut.startsWith(wanted))
  const holds = replies.filter(
    reply => !begins.includes(reply) && `${reply.name}\n${reply.text}`.toLowerCase().includes(wanted)
  )
  return [...begins, ...holds]
}
