/** A command that posts a message as a channel adapter does. */
export function exampleCall(ingestUrl: string, apiKey: string, now: Date): string {
  const message = {
    messageId: 'example-1',
    contact: { id: '+55 11 5550 0100', name: 'Mariana' },
    sentAt: now.toISOString(),
    content: { type: 'text', text: 'Hello' }
  }
  return [
    `curl ${ingestUrl}/v1/messages \\`,
    `  -H 'Authorization: Bearer ${apiKey}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(message)}'`
  ].join('\n')
}
