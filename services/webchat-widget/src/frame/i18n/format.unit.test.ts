import { expect, test } from '@jest/globals'
import { formatOf } from './format.ts'

const now = new Date(2030, 0, 7, 12, 0).getTime()
const moment = (day: number, hour: number) => formatOf('pt-BR').moment(new Date(2030, 0, day, hour).toISOString(), now)

test('a moment today is a time, one on another day has its date', () => {
  expect(moment(7, 14)).toBe('14:00')
  expect(moment(8, 9)).toMatch(/^terça-feira, 8 de janeiro (às )?09:00$/)
})
