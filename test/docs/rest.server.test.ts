import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createTotpVerifier } from '@sallyport/otp'
import { typedName } from '../../src/accounts/index.ts'
import { createAccount, createApplication, issueApiKey } from '../../src/administration/index.ts'
import { openEngine } from '../../src/engine.ts'
import { createKey, parseKeyring } from '../../src/kernel/keyring.ts'
import { createHttp } from '../../src/server/http.ts'
import type { Json } from '../kit/server.ts'
import { blocksOf } from './examples.ts'

const root = join(import.meta.dirname, '../..')
const operator = { by: 'operator', name: 'documentation' } as const
const noCurl = spawnSync('curl', ['--version']).status === 0 ? false : 'curl is absent'

describe('the calls of the documentation work as they stand', () => {
  for (const file of ['README.md', 'docs/guide/for-developers.md']) {
    const [call = ''] = blocksOf(readFileSync(join(root, file), 'utf8'), 'sh').filter((block) =>
      block.startsWith('curl'),
    )
    it(`${file}: one call signs ana in, once`, { skip: noCurl }, async () => {
      await withServer(async (server) => {
        const code = await enrolAna(server)
        const line = call.replaceAll('http://localhost:8080', server.url).replace('123456', code)
        const { completionId, accountId, authenticatorId, ...first } = JSON.parse(
          await shell(line, server.key),
        )
        assert.deepEqual(first, { accepted: true, factor: 'totp', assurance: 2 })
        assert.ok(completionId && accountId && authenticatorId)
        assert.deepEqual(JSON.parse(await shell(line, server.key)), { accepted: false, reason: 'refused' })
      })
    })
  }

  it('step by step, as the guide for developers tells it', async () => {
    await withServer(async (server) => {
      assert.match(await enrolAna(server), /^\d{6}$/)
    })
  })
})

interface Server {
  readonly url: string
  readonly key: string
}

const password = 'harbour lantern 42'

async function withServer(run: (server: Server) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-docs-'))
  const engine = await openEngine({
    database: join(folder, 'sallyport.db'),
    keys: parseKeyring(createKey()),
    baseUrl: 'http://localhost:8080',
  })
  const { app } = await createHttp({ engine, pages: join(root, 'web/dist'), trustedProxies: [] })
  try {
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    await createAccount(engine, { actor: operator, name: typedName.parse('ana'), password })
    const application = await createApplication(engine, { actor: operator, name: 'Shop' })
    const scopes = ['verify', 'attempts'] as const
    const issued = await issueApiKey(engine, { actor: operator, applicationId: application.id, scopes })
    await run({ url, key: issued.token })
  } finally {
    await app.close()
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Follows "Step by step", and gives the code that ana's phone shows next. */
async function enrolAna({ url, key }: Server): Promise<string> {
  let attempt = ''
  const post = async (path: string, body: unknown): Promise<Json> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { ...headers, ...(attempt === '' ? {} : { 'sallyport-attempt': attempt }) },
      body: JSON.stringify(body),
    })
    assert.ok(answer.ok, `${path}: ${answer.status}`)
    return (await answer.json()) as Json
  }
  attempt = (await post('/attempts', { account: 'ana' })).secret
  const proofs = [{ factor: 'password', proof: { password } }]
  const proved = await post('/attempts/current/proofs', { proofs })
  assert.equal(proved.state, 'enrolling')
  const { id, show } = await post('/authenticators', { factor: 'totp' })
  assert.match(show.qr.svg, /^<svg/)
  const phone = createTotpVerifier(show.secret.replaceAll(' ', ''))
  const now = Date.now()
  const confirmed = await post(`/authenticators/${id}/confirm`, { answer: { code: phone.code(now) } })
  assert.equal(confirmed.recovery.codes.length, 10)
  const { completionId, session } = await post('/attempts/current/complete', {})
  assert.ok(completionId)
  assert.deepEqual(session.factors, ['password', 'totp'])
  return phone.code(now + 30_000)
}

function shell(line: string, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, SALLYPORT_API_KEY: key }
    execFile('sh', ['-c', line], { env }, (error, out) => (error ? reject(error) : resolve(out)))
  })
}
