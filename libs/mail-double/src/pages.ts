import { createPages, type Pages } from '@inbox/double-pages'
import { answerApi } from './api.ts'
import type { PostOffice } from './post-office.ts'

/** The mailboxes with which a person plays customers, at /mail. */
export const createMailPages = (office: PostOffice): Promise<Pages> =>
  createPages({
    path: '/mail',
    folder: new URL('../page/', import.meta.url),
    api: (request, response, path) => answerApi(office, request, response, path)
  })
