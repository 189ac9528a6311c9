import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../kit/free-port.ts'
import { pair } from './service-provider.fixture.ts'

const modules = '/usr/lib/apache2/modules'

/** Why these tests are left out here. */
export function absence(): string | undefined {
  const missing = ['apache2', 'faketime'].filter((name) => spawnSync('which', [name]).status !== 0)
  if (spawnSync('test', ['-e', `${modules}/mod_auth_mellon.so`]).status !== 0) missing.push('mod_auth_mellon')
  return missing.length === 0 ? undefined : `absent: ${missing.join(', ')}`
}

export interface Page {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A site behind mod_auth_mellon, and one browser at it. */
export interface MellonSite {
  readonly origin: string
  get(path: string): Promise<Page>
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Page>
  /** Forgets what this site gave the browser. */
  close(): Promise<void>
}

/** `at`: the time that it is for Apache, in milliseconds. */
export async function openMellon(metadata: string, at: number): Promise<MellonSite> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-mellon-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'site'))
  for (const [name, content] of Object.entries({
    'site/secret.txt': 'what only members may read',
    'idp.xml': metadata,
    'sp.key': pair.privatePem,
    'sp.pem': pair.certificate,
    'apache.conf': configuration(folder, port),
  }))
    writeFileSync(join(folder, name), content)
  const process = start(folder, at)
  const cookies = new Map<string, string>()
  const call = (method: string, path: string, body?: string) =>
    exchange({ origin, cookies }, { method, path, body })
  const site: MellonSite = {
    origin,
    get: (path) => call('GET', path),
    post: (path, fields) => call('POST', path, new URLSearchParams(fields).toString()),
    async close() {
      const ended = new Promise((resolve) => process.once('exit', resolve))
      process.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await isUp(site, folder)
  return site
}

function configuration(folder: string, port: number): string {
  const loaded = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'headers', 'auth_mellon']
  return `ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
LogLevel debug
${loaded.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
User www-data
Group www-data
Mutex file:${folder} default
DocumentRoot ${folder}/site
MellonLockFile ${folder}/mellon.lock
<Location />
  MellonEndpointPath /mellon
  MellonSPPrivateKeyFile ${folder}/sp.key
  MellonSPCertFile ${folder}/sp.pem
  MellonIdPMetadataFile ${folder}/idp.xml
  MellonSecureCookie Off
  MellonUser who
  MellonEnable auth
  Require valid-user
  Header always set X-Who "expr=%{REMOTE_USER}"
</Location>
`
}

function start(folder: string, at: number): ChildProcess {
  const time = new Date(at).toISOString().replace('T', ' ').slice(0, 19)
  return spawn('faketime', ['-f', `@${time}`, 'apache2', '-X', '-f', join(folder, 'apache.conf')], {
    env: { ...process.env, TZ: 'UTC', HOME: folder },
    stdio: 'ignore',
  })
}

async function isUp(site: MellonSite, folder: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await site.get('/mellon/metadata').catch(() => undefined)
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.fail(`Apache did not come up: ${readFileSync(join(folder, 'error.log'), 'utf8').slice(-2000)}`)
}

interface Browser {
  readonly origin: string
  readonly cookies: Map<string, string>
}

function exchange(
  { origin, cookies }: Browser,
  {
    method,
    path,
    body,
  }: { readonly method: string; readonly path: string; readonly body: string | undefined },
): Promise<Page> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return new Promise((resolve, reject) => {
    const outgoing = request(`${origin}${path}`, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    })
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => {
        for (const line of incoming.headers['set-cookie'] ?? []) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
          cookies.set(name, value)
        }
        const text = Buffer.concat(chunks).toString()
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text })
      })
    })
    outgoing.end(body)
  })
}
