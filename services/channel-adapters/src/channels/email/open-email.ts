import { resolveTxt } from 'node:dns/promises'
import { postMail } from '@inbox/contracts'
import { answered, route } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { type AcknowledgedDocument, openAcknowledged } from '../../store/acknowledged.ts'
import { type MailboxDocument, openMailboxes } from '../../store/mailboxes.ts'
import { type MailDocument, openMails } from '../../store/mails.ts'
import { openSetAsideMails, type SetAsideDocument } from '../../store/set-aside-mails.ts'
import type { OpenChannel } from '../channel.ts'
import { deliverToEmail } from './deliver.ts'
import { createGate } from './gate.ts'
import { startMailboxes } from './mailboxes.ts'
import { createReach } from './reach.ts'
import { readWhole } from './read-whole.ts'
import { createReceiveMail, type ReceiveMail } from './receive.ts'
import { setAsideRoutes } from './set-aside-routes.ts'
import { mailSettingsOf } from './settings.ts'
import { testEmail } from './test.ts'

/** E-mail: incoming mails by IMAP or posted to us, answers by SMTP. */
export const openEmail: OpenChannel = async context => {
  const { accounts, mongo, clock, config } = context
  const mails = await openMails(mongo.collection<MailDocument>('mails'))
  const reach = createReach(config.OUTBOUND_ALLOWED_NETWORKS)
  const setAsideMails = await openSetAsideMails(
    mongo.collection<SetAsideDocument>('set_aside_mails'),
    config.RAW_PAYLOAD_DAYS
  )
  const acknowledged = await openAcknowledged(mongo.collection<AcknowledgedDocument>('acknowledged'))
  const inTurn = createGate(MAILS_AT_ONCE)
  const receiveOne = createReceiveMail({ ...context, mails, setAsideMails, acknowledged })
  const receive: ReceiveMail = (...mail) => inTurn(() => receiveOne(...mail))
  return {
    deliver: deliverToEmail({ mails, reach }),
    // every attempt has the same Message-ID, by which servers and readers recognise a duplicate
    idempotent: true,
    isSetUp: settings => mailSettingsOf({ settings })?.smtp !== undefined,
    test: testEmail(reach, resolveTxt),
    forget: mails.forget,
    async forgetContact(channelId, names, until) {
      await setAsideMails.forget(channelId, names, until)
      await acknowledged.forget(channelId, names)
    },
    webhook: 'inbound',
    async run() {
      const { accounts: all, seen, logger } = context
      const leaseMs = config.DELIVERY_LEASE_MS
      const mailboxes = openMailboxes(mongo.collection<MailboxDocument>('mailboxes'), newId(), leaseMs)
      return startMailboxes({
        accounts: all,
        seen,
        mailboxes,
        reach,
        leaseMs,
        clock,
        logger,
        receive,
        largest: LARGEST_MAIL
      })
    },
    routes: [
      route(postMail, async ({ params: { channelId }, caller, request }) => {
        const account = accounts.get(channelId)
        if (caller.kind !== 'channel' || caller.id !== channelId || account?.kind !== 'email')
          return reject('not-found', 'This key belongs to no e-mail channel with this id')
        return inTurn(async () => {
          const raw = await readWhole(request, LARGEST_MAIL)
          if (!raw) return reject('too-large', `A mail may have at most ${LARGEST_MAIL} bytes`)
          return ok(answered(await receiveOne(account, raw, clock.now()), {}))
        })
      }),
      ...setAsideRoutes({ accounts, audit: context.audit, setAsideMails, receive })
    ]
  }
}

/** Servers accept none larger. */
const LARGEST_MAIL = 50 * 1024 ** 2
/** How many mails are in memory at once. */
const MAILS_AT_ONCE = 4
