import { createPages, type Pages } from '@inbox/double-pages'
import { answerControl } from './control/control.ts'
import type { Double } from './state/double.ts'

/** The phone on which a person plays the customers of a double, at /phone. */
export const createPhonePages = (double: Double): Promise<Pages> =>
  createPages({
    path: '/phone',
    folder: new URL('../page/', import.meta.url),
    api: (request, response, path) => answerControl(double, request, response, path)
  })
