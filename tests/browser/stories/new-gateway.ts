import { signIn as connect } from '@inbox/simulators'
import { expect, test } from '@jest/globals'
import { acceptAndBeHeard, goTo, holds, itemOf, names } from '../inbox-page.ts'
import { signIn, system } from '../system.ts'
import { createTeam } from '../team.ts'

export function newGateway(): void {
  test('I12: whoever watches while the gateway dies ends with what the server holds', async () => {
    const team = await createTeam({ mode: 'manual', agents: ['Ines', 'Jan'] })
    const [ines, jan] = team.workers
    await using watching = await signIn(ines!)
    const { page } = watching
    for (const name of ['First', 'Second', 'Third']) await team.contact('whatsapp', name).writes('Still there?')
    await acceptAndBeHeard(page, 'First')
    await holds(page, 'ongoing', 1)
    await goTo(page, 'queue')
    await system.kill('inbox-gateway')
    // there is no gateway to push it
    await team.contact('whatsapp', 'Fourth').writes('And now?')
    await system.ready('inbox-gateway')
    await using colleague = await connect(system.urls['inbox-gateway'], jan!)
    const second = await colleague.sees(({ contact }) => contact.name === 'Second')
    await colleague.post(`/v1/conversations/${second.id}/accept`)
    await itemOf(page, 'Fourth').waitFor()
    await itemOf(page, 'Second').waitFor({ state: 'detached' })
    const { body } = await colleague.get<{ items: { contact: { name: string } }[] }>('/v1/conversations?tab=queue')
    expect(await names(page)).toEqual(body.items.map(({ contact }) => contact.name))
    await holds(page, 'ongoing', 1)
  })
}
