import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../kit/free-port.ts'

const modules = '/usr/lib/apache2/modules'

/** Why what needs mod_auth_openidc is left out here; false where it is not, and in CI never. */
export function withoutApache(): string | false {
  if (process.env.CI === 'true') return false
  const missing = ['apache2', `${modules}/mod_auth_openidc.so`].filter(
    (name) => spawnSync('sh', ['-c', `command -v ${name} || test -e ${name}`]).status !== 0,
  )
  return missing.length === 0 ? false : `absent: ${missing.join(', ')}`
}

export interface ApacheSite {
  /** Its port is known before it is started, for the address that people come back to. */
  readonly origin: string
  start(client: { readonly issuer: string; readonly id: string; readonly secret: string }): Promise<void>
  close(): Promise<void>
}

/** A site behind mod_auth_openidc: a real Apache, which says by a header who is there. */
export async function prepareApache(): Promise<ApacheSite> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-apache-'))
  const port = await freePort()
  const origin = `http://apache.localhost:${port}`
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'site'))
  writeFileSync(join(folder, 'site/secret.html'), '<!doctype html><title>Site</title><h1>For members</h1>')
  let ended: Promise<unknown> = Promise.resolve()
  let stop = () => {}
  return {
    origin,
    async start(client) {
      writeFileSync(join(folder, 'apache.conf'), configurationOf(folder, { origin, port, ...client }))
      const apache = spawn('apache2', ['-X', '-f', join(folder, 'apache.conf')], { stdio: 'ignore' })
      ended = new Promise((resolve) => apache.once('exit', resolve))
      stop = () => apache.kill('SIGTERM')
      for (let tries = 0; tries < 100; tries++) {
        const answer = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).catch(() => undefined)
        if (answer) return
        await wait(100)
      }
      assert.fail(`Apache did not come up: ${readFileSync(join(folder, 'error.log'), 'utf8').slice(-2000)}`)
    },
    async close() {
      stop()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Site {
  readonly origin: string
  readonly port: number
  readonly issuer: string
  readonly id: string
  readonly secret: string
}

/** As docs/guide/openid-connect.md and the template have it. */
function configurationOf(folder: string, { origin, port, issuer, id, secret }: Site): string {
  const loaded = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'headers', 'auth_openidc']
  return `ServerRoot ${folder}
ServerName apache.localhost:${port}
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
${loaded.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
User www-data
Group www-data
Mutex file:${folder} default
DocumentRoot ${folder}/site
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID ${id}
OIDCClientSecret ${secret}
OIDCRedirectURI ${origin}/oidc-callback
OIDCCryptoPassphrase ${secret}
OIDCPKCEMethod S256
OIDCScope "openid profile"
OIDCRemoteUserClaim preferred_username
<Location />
  AuthType openid-connect
  Require valid-user
  Header always set X-Who "expr=%{REMOTE_USER}"
</Location>
`
}
