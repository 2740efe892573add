import { Readable } from 'node:stream'
import {
  dismissSetAsideMail,
  downloadSetAsideMail,
  listSetAsideMails,
  retrySetAsideMail,
  type SetAsideMail
} from '@inbox/contracts'
import { answered, type Route, route } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { SetAsideMails } from '../../store/set-aside-mails.ts'
import type { ChannelContext } from '../channel.ts'
import type { ReceiveMail } from './receive.ts'

interface Needs extends Pick<ChannelContext, 'accounts' | 'audit'> {
  setAsideMails: SetAsideMails
  receive: ReceiveMail
}

const noSuchMail = () => reject('not-found', 'This channel has no such mail')

/** What administrators do with mails that did not become messages. */
export const setAsideRoutes = ({ accounts, audit, setAsideMails, receive }: Needs): Route[] => [
  route(listSetAsideMails, async call => {
    const { id: channelId } = call.params
    const { automatic, ...page } = call.query
    if (!accounts.get(channelId)) return reject('not-found', 'No such channel')
    audit(call, 'read')
    const { items, nextCursor } = await setAsideMails.list({ channelId, automatic: automatic === 'true' }, page)
    const shown = ({ channelId: _, receivedAt, ...mail }: (typeof items)[number]): SetAsideMail => ({
      ...mail,
      receivedAt: receivedAt.toISOString()
    })
    return ok({ items: items.map(shown), nextCursor })
  }),
  route(downloadSetAsideMail, async call => {
    const mail = await setAsideMails.get(call.params.id, call.params.mailId)
    if (!mail) return noSuchMail()
    audit(call, 'exported')
    const headers = {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="mail.eml"',
      'x-content-type-options': 'nosniff'
    }
    return ok(answered(Readable.from([mail.raw], { objectMode: false }) as unknown as string, { headers }))
  }),
  route(retrySetAsideMail, async ({ params: { id, mailId } }) => {
    const account = accounts.get(id)
    const mail = account && (await setAsideMails.get(id, mailId))
    if (!mail) return noSuchMail()
    if (!mail.complete) return reject('unprocessable', 'Only the beginning of this mail was kept')
    const received = await receive(account, mail.raw, mail.receivedAt)
    const isOver = received.outcome !== 'automatic' && received.outcome !== 'set-aside'
    if (isOver) await setAsideMails.close(id, mailId)
    return ok(received)
  }),
  route(dismissSetAsideMail, async ({ params: { id, mailId } }) =>
    (await setAsideMails.close(id, mailId)) ? ok(undefined) : noSuchMail()
  )
]
