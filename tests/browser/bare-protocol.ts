// biome-ignore lint/suspicious/noExplicitAny: what the protocol returns depends on the command
export type Send = (method: string, params: object, sessionId?: string) => Promise<any>

/** Speaks a browser's own protocol, unnoticed by Playwright, which does not manage tabs of the default context. */
export async function speakWith(port: number): Promise<Send & Disposable> {
  const about = (await (await fetch(`http://127.0.0.1:${port}/json/version`)).json()) as {
    webSocketDebuggerUrl: string
  }
  const socket = new WebSocket(about.webSocketDebuggerUrl)
  await new Promise(resolve => socket.addEventListener('open', resolve))
  const asked: PromiseWithResolvers<unknown>[] = []
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(data)
    if (error) asked[id]?.reject(new Error(error.message))
    else if (id !== undefined) asked[id]?.resolve(result)
  })
  const send: Send = (method, params, sessionId) => {
    const answer = Promise.withResolvers<unknown>()
    const id = asked.push(answer) - 1
    socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
    return answer.promise
  }
  return Object.assign(send, { [Symbol.dispose]: () => socket.close() })
}
