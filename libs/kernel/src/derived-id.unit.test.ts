import { expect, test } from '@jest/globals'
import { derivedId } from './derived-id.ts'

test('a derived id is the same for ever, and different for another name', () => {
  expect(derivedId('msg', 'ch1', 'wamid.1')).toBe('msg_lRCys_uuYoTh-6J6yoS0bqTHArw')
  expect(derivedId('con', 'ch1', 'wamid.1')).toBe('con_lRCys_uuYoTh-6J6yoS0bqTHArw')
  expect(derivedId('con', 'ch1', 'José')).toBe('con_62zsVl2ECt1gaBpUuAZAghh5s28')
})
