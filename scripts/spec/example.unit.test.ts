import { describe, expect, test } from '@jest/globals'
import { operations } from './catalogue.ts'
import { curlOf, exampleOf } from './example.ts'
import { openApi } from './open-api.ts'

const { paths, components } = openApi()
const calls = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, call]) => ({ path, method, call }))
)

describe('examples in the reference', () => {
  const bodies = calls.flatMap(({ call: { operationId, requestBody } }) => {
    const json = requestBody?.content['application/json']
    return json ? [{ operationId, schema: json.schema }] : []
  })

  // patterns, and rules besides the schema, cannot be derived from the document
  const isTold = ({ code }: { code: string }) => code !== 'invalid_format' && code !== 'custom'
  test.each(bodies)('have a body for $operationId that the call accepts', ({ operationId, schema }) => {
    const { body } = operations.find(({ id }) => id === operationId)!
    const issues = body.safeParse(exampleOf(schema, components.schemas)).error?.issues ?? []
    expect(issues.filter(isTold)).toEqual([])
  })

  test('state a call’s address, its token, and what is required', () => {
    const found = calls.find(({ call }) => call.operationId === 'sendMessage')!
    expect(curlOf(found.path, found.method, found.call, components.schemas)).toBe(
      `curl -X POST 'http://localhost:4100/v1/conversations/<id>/messages' -H "Authorization: Bearer $TOKEN" ` +
        `-H 'Content-Type: application/json' -d '{"clientMessageId":"0197c5a2","content":{"type":"text","text":"text"}}'`
    )
  })
})
