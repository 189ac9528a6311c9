import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { absent } from '../cli/sallyport.fixture.ts'
import { goodPassword, onSqliteEngine, person } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'
import { codeOf, type System, withSystem } from './system.fixture.ts'

const modules = '/usr/lib/apache2/modules'
const missing =
  process.env.CI === 'true'
    ? false
    : (absent('apache2') ?? (existsSync(`${modules}/mod_authnz_ldap.so`) ? false : 'absent: mod_authnz_ldap'))
const name = 'a real Apache finds somebody, binds as them, and lets in whom the group lets in'

if (missing) test(name, { skip: missing }, () => undefined)
else
  onSqliteEngine(name, async (world) => {
    const { engine } = world
    const [alice, bella] = [await person(world, 'alice'), await person(world, 'bella')]
    const { group, statement } = engine.groups.create({ shown: 'Staff', key: 'staff' as never })
    await engine.storage.book({ statements: [statement], locks: [] })
    await engine.storage.book({
      statements: [engine.groups.addMember(group.id, alice.account.id)],
      locks: [alice.account.id],
    })
    await withSystem(engine, async (system) => {
      const site = await openApache(system)
      try {
        const code = codeOf(world, alice)
        assert.equal(await site.visit('alice', `${goodPassword}${code}`), 200)
        assert.equal(await site.visit('alice', goodPassword), 401)
        assert.equal(
          await site.visit('bella', `${goodPassword}${codeOf(world, bella)}`),
          401,
          'not of the group',
        )
        assert.equal(await site.visit('alice', ''), 401)
        assert.equal(await site.visit('*', `${goodPassword}123456`), 401)
      } finally {
        await site.close()
      }
    })
  })

async function openApache(system: System) {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-apache-ldap-'))
  const port = await freePort()
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'site'))
  writeFileSync(join(folder, 'site/index.html'), 'For members')
  writeFileSync(join(folder, 'apache.conf'), configuration(folder, port, system))
  const apache = spawn('apache2', ['-X', '-f', join(folder, 'apache.conf')], { stdio: 'ignore' })
  const ended = new Promise((resolve) => apache.once('exit', resolve))
  const visit = async (account: string, password: string): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}`
    return (await fetch(`http://127.0.0.1:${port}/index.html`, { headers: { authorization } })).status
  }
  for (let tries = 0; tries < 300; tries++) {
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) break
    if (apache.exitCode !== null) assert.fail(readFileSync(join(folder, 'error.log'), 'utf8').slice(-2000))
    await wait(100)
  }
  return {
    visit,
    async close() {
      apache.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Without the cache of mod_ldap, so that each visit is asked about. */
function configuration(folder: string, port: number, { url, base, reader, secret }: System): string {
  const loaded = ['mpm_event', 'authn_core', 'authz_core', 'auth_basic', 'ldap', 'authnz_ldap', 'dir']
  return `ServerRoot ${folder}
ServerName 127.0.0.1:${port}
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
${loaded.map((one) => `LoadModule ${one}_module ${modules}/mod_${one}.so`).join('\n')}
User www-data
Group www-data
Mutex file:${folder} default
DocumentRoot ${folder}/site
LDAPCacheEntries 0
LDAPOpCacheEntries 0
<Location />
  AuthType Basic
  AuthName "Members"
  AuthBasicProvider ldap
  AuthLDAPURL "${url}/${base}?uid?sub"
  AuthLDAPBindDN "${reader}"
  AuthLDAPBindPassword "${secret}"
  Require ldap-attribute memberOf="cn=Staff,ou=groups,${base}"
</Location>
`
}
