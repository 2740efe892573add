import { describe, expect, test } from '@jest/globals'
import { mentions } from './mentions.ts'

describe('mentions', () => {
  test.each([
    ['Please ask Ana Sofia Ramos about the refund', 'Ana Sofia Ramos'],
    ['@ana can you look?', 'Ana Sofia Ramos'],
    ['Obrigado, @JOSÉ!', 'José Lima'],
    ['Obrigado, @jose', 'José Lima'],
    ['Leo knows it', 'Leo'],
    ['問い合わせ @田中 さん', '田中 太郎']
  ])('%j names %s', (text, name) => expect(mentions(text, name)).toBe(true))

  test.each([
    ['Banana bread for everybody', 'Ana'],
    ['Ana is not there, and Sofia neither', 'Ana Sofia Ramos'],
    ['write to ana@example.com', 'Example Person'],
    ['@anabel knows', 'Ana Ramos'],
    ['', 'Ana'],
    ['whatever', '']
  ])('%j does not name %j', (text, name) => expect(mentions(text, name)).toBe(false))
})
