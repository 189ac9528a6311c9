import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { SallyportError } from '../../src/kernel/errors.ts'
import { loadConfig } from '../../src/server/config.ts'
import type { ConfigProblem } from '../../src/server/config-problems.ts'
import { startServer } from '../../src/server/main.ts'
import { authorityFolder, rootAuthority, skipWithoutOpenssl as skip } from '../kit/authority.ts'
import { freePort } from '../kit/free-port.ts'

const cwd = mkdtempSync(join(tmpdir(), 'sallyport-certificates-'))
const https = { SALLYPORT_BASE_URL: 'https://login.example.com' }
const tls = { SALLYPORT_TLS_CERT: 'server.pem', SALLYPORT_TLS_KEY: 'server.key' }
const port = { SALLYPORT_CLIENT_CERTIFICATES_PORT: '8443' }
const url = (value: string) => ({ SALLYPORT_CLIENT_CERTIFICATES_URL: value })

describe('where certificates are asked for', () => {
  after(() => rmSync(cwd, { recursive: true, force: true }))

  it('is nowhere unless it is configured, and by default on the host of baseUrl', async () => {
    assert.equal((await load(https)).certificates, undefined)
    const { certificates } = await load({ ...https, ...tls, ...port })
    assert.equal(certificates?.url, 'https://login.example.com:8443')
    assert.deepEqual(certificates?.tls, { cert: join(cwd, 'server.pem'), key: join(cwd, 'server.key') })
  })

  it('is refused where it could not work, with a remedy', async () => {
    for (const [env, where, reason] of [
      [{ ...port, ...tls, SALLYPORT_BASE_URL: 'http://localhost:8080' }, 'port', /https/],
      [{ ...https, ...port }, 'port', /certificate of its own/],
      [{ ...https, ...tls, ...port, ...url('https://cards.example.com') }, 'url', /another host/],
      [{ ...https, ...tls, ...port, ...url('https://login.example.com') }, 'url', /baseUrl itself/],
    ] as const) {
      const [problem] = await problems(env)
      assert.equal(problem?.where, `clientCertificates.${where}`)
      assert.match(problem.reason, reason)
      assert.ok(problem.remedy)
    }
  })

  it('is a port of its own that asks for a certificate, beside the one that does not', { skip }, async () => {
    const root = rootAuthority(authorityFolder())
    const server = root.issue({ subject: '/CN=localhost', extensions: ['subjectAltName = DNS:localhost'] })
    mkdirSync(join(cwd, 'data'), { mode: 0o700 })
    copyFileSync(root.file, join(cwd, 'data', 'root.pem'))
    const [main, asking] = [await freePort(), await freePort()]
    const config = await load({
      SALLYPORT_PORT: String(main),
      SALLYPORT_BASE_URL: `https://localhost:${main}`,
      SALLYPORT_TLS_CERT: server.file,
      SALLYPORT_TLS_KEY: server.keyFile,
      SALLYPORT_CLIENT_CERTIFICATES_PORT: String(asking),
      SALLYPORT_FACTORS_SMART_CARD_ANCHORS: 'root.pem',
      SALLYPORT_LOG_LEVEL: 'error',
    })
    const running = await startServer(config)
    try {
      const ca = readFileSync(root.file)
      assert.equal(await statusOf(asking, '/certificate', ca), 200)
      assert.equal(await statusOf(asking, '/sign-in', ca), 404)
      assert.equal(await statusOf(main, '/sign-in', ca), 200)
      const [anchor] = running.engine.factors.find('smart-card')?.certificates?.authorities ?? []
      assert.deepEqual(Buffer.from(anchor ?? []), Buffer.from(root.der))
      assert.equal(running.engine.factors.find('smart-card')?.unavailable?.('enrol'), undefined)
    } finally {
      await running.stop()
    }
  })
})

function load(env: Readonly<Record<string, string>>) {
  return loadConfig({ env, cwd, overrides: {} })
}

async function problems(env: Readonly<Record<string, string>>): Promise<readonly ConfigProblem[]> {
  try {
    await load(env)
    return []
  } catch (error) {
    assert.ok(error instanceof SallyportError)
    return error.details.problems as readonly ConfigProblem[]
  }
}

function statusOf(toPort: number, path: string, ca: Buffer): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: 'localhost', family: 4, port: toPort, path, ca, agent: false })
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    outgoing.end()
  })
}
