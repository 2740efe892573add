import { expect, test } from '@jest/globals'
import { capabilities, capabilitiesOf } from './capabilities.ts'

test('every kind of channel states its capabilities, as the contract defines them', () => {
  for (const can of Object.values(capabilitiesOf)) expect(capabilities.parse(can)).toEqual(can)
})
