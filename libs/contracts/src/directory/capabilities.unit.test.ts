import { expect, test } from '@jest/globals'
import { capabilities, capabilitiesOf } from './capabilities.ts'

test('every kind of channel says what it can carry, in the form of the contract', () => {
  for (const can of Object.values(capabilitiesOf)) expect(capabilities.parse(can)).toEqual(can)
})
