import { waitFor } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import { HOUR, useScene } from '../../test/scene.ts'

const scene = useScene()

describe('webhooks', () => {
  test('are repeated until they are answered 200, with a growing delay', async () => {
    let refusals = 2
    scene.answers = () => (refusals-- > 0 ? 503 : 200)
    const { id } = await scene.phone.says('Hello')
    await scene.double.client.idle()
    expect(scene.values('messages')).toEqual([])
    await scene.double.client.advance(1000)
    await waitFor(() => refusals === 0)
    await scene.double.client.advance(2000)
    await waitFor(() => scene.values('messages').length > 0)
    expect(scene.values('messages').map(message => message.id)).toEqual([id])
  })

  test('arrive twice, late, in one request, or in reverse, on demand', async () => {
    await scene.double.client.fault({ on: 'webhook', repeat: 1 })
    const twice = await scene.phone.says('twice')
    await scene.double.client.idle()
    expect(scene.values('messages').map(({ id }) => id)).toEqual([twice.id, twice.id])
    scene.received.length = 0

    await scene.double.client.fault({ on: 'webhook', gather: 3, as: 'batch' })
    for (const word of ['1', '2', '3']) await scene.phone.says(word)
    await scene.double.client.idle()
    expect(scene.received).toHaveLength(1)
    expect(scene.values('messages').map(({ text }) => text.body)).toEqual(['1', '2', '3'])
    scene.received.length = 0

    await scene.double.client.fault({ on: 'webhook', gather: 3, as: 'disorder' })
    for (const word of ['1', '2', '3']) await scene.phone.says(word)
    await scene.double.client.idle()
    expect(scene.values('messages').map(({ text }) => text.body)).toEqual(['3', '2', '1'])
    scene.received.length = 0

    await scene.double.client.fault({ on: 'webhook', delayMs: HOUR })
    await scene.phone.says('late')
    await scene.phone.says('prompt')
    await scene.double.client.idle()
    expect(scene.values('messages').map(({ text }) => text.body)).toEqual(['prompt'])
    await scene.double.client.advance(HOUR)
    await waitFor(() => scene.values('messages').length === 2)
  })

  test('of an album are one each within the same second, or all in one if asked', async () => {
    const album = ['1', '2'].map(body => ({ content: { type: 'text', text: { body } } }))
    await scene.phone.burst(album)
    await scene.phone.burst(album, true)
    await scene.double.client.idle()
    expect(scene.received.map(({ entry }) => entry[0].changes[0].value.messages.length)).toEqual([1, 1, 2])
  })

  test('go to an address only if it answers the challenge', async () => {
    await scene.double.client.changeNumber(scene.number.phoneNumberId, { verifyToken: 'another' })
    await expect(scene.double.client.subscribe(scene.number.phoneNumberId, scene.number.webhookUrl!)).rejects.toThrow(
      'did not answer the challenge'
    )
    const override = { override_callback_uri: scene.number.webhookUrl, verify_token: scene.number.verifyToken }
    expect(await scene.graph('POST', `${scene.number.businessAccountId}/subscribed_apps`, override)).toEqual({
      status: 200,
      body: { success: true }
    })
  })
})
