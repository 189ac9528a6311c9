import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openApiFile } from '../../docs/generate-openapi.ts'
import { rest } from '../../src/protocols/rest/index.ts'
import { onSqliteEngine } from '../kit/engine.ts'
import { openTestServer } from '../kit/server.ts'

test('the document of the API in the repository is what the routes say today', () => {
  const { path, text } = openApiFile()
  const kept = readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
  assert.equal(kept, text, `${path} is stale: run npm run docs`)
})

onSqliteEngine('the API has a document for programs and a page for people', async (world) => {
  const server = await openTestServer(world.engine)
  try {
    const client = server.stranger()
    const document = await client.get('/openapi.json')
    assert.deepEqual(document.body, JSON.parse(openApiFile().text))
    const operations = Object.entries(document.body.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const declared = rest.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    const manual = ['GET /api/v1/openapi.json', 'GET /api']
    assert.deepEqual(new Set(operations), new Set(declared.filter((one) => !manual.includes(one))))

    const page = await client.send({ method: 'GET', path: '/api' })
    assert.equal(page.status, 200)
    assert.match(String(page.headers['content-type']), /^text\/html/)
    const policy = String(page.headers['content-security-policy'])
    assert.match(policy, /^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'/)
    assert.doesNotMatch(page.text, /<script|javascript:|https?:\/\//i)
    for (const operation of operations) {
      const [method = '', path = ''] = operation.split(' ')
      assert.ok(page.text.includes(`<b>${method}</b> ${path}`), operation)
    }
  } finally {
    await server.close()
  }
})
