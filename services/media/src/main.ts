import { run } from '@inbox/runtime'

await run('media', async () => {
  const { readConfig } = await import('./config.ts')
  const { start } = await import('./service.ts')
  return start(readConfig())
})
