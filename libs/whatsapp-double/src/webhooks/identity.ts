/** A customer as webhooks may show them: `phone` only where Meta would. */
export interface Person {
  /** Business-scoped user id. */
  userId: string
  parentUserId?: string | undefined
  /** Digits; Meta's wa_id, which may differ from the dialled number. */
  waId?: string | undefined
  name?: string | undefined
  username?: string | undefined
}

/** For messages webhooks; without a phone that may not be shown, or a missing name. [Meta: business-scoped-user-ids] */
export const contactOf = ({ userId, parentUserId, waId, name, username }: Person) => ({
  profile: { ...(name !== undefined && { name }), ...(username && { username }) },
  ...(waId && { wa_id: waId }),
  user_id: userId,
  ...(parentUserId && { parent_user_id: parentUserId })
})

export const senderOf = ({ userId, parentUserId, waId }: Person) => ({
  ...(waId && { from: waId }),
  from_user_id: userId,
  ...(parentUserId && { from_parent_user_id: parentUserId })
})

/** For statuses. [Meta: business-scoped-user-ids; messagebird/java-rest-api PR 284] */
export const recipientOf = ({ userId, parentUserId, waId }: Person) => ({
  ...(waId && { recipient_id: waId }),
  recipient_user_id: userId,
  ...(parentUserId && { recipient_parent_user_id: parentUserId })
})
