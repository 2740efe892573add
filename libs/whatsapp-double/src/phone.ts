import { createPages, type Pages } from '@inbox/double-pages'
import { answerControl } from './control/control.ts'
import type { Double } from './state/double.ts'

/** The phone with which a person plays a double's customers, at /phone. */
export const createPhonePages = (double: Double): Promise<Pages> =>
  createPages({
    path: '/phone',
    folder: new URL('../page/', import.meta.url),
    api: (request, response, path) => answerControl(double, request, response, path)
  })
