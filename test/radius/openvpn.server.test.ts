import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { radiusTemplates } from '../../src/protocols/radius/templates.ts'
import { absent } from '../cli/sallyport.fixture.ts'
import { authorityFolder, clientPurpose, rootAuthority } from '../kit/authority.ts'
import { goodPassword, onSqliteEngine, person, wrongCode } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'
import { codeOf, type House, withVpn } from './vpn.fixture.ts'

const plugin = '/usr/lib/openvpn/radiusplugin.so'
const name = 'a real OpenVPN lets in by password and code, and by nothing less'
const missing = whyNot()

/** It wants a device of its own, which no container without leave makes; wherever one can be made, it is tried. */
function whyNot(): string | false {
  if (process.getuid?.() !== 0 || !existsSync('/dev/net/tun')) return 'absent: the right to make a tunnel'
  if (process.env.CI === 'true') return false
  return absent('openvpn') || (existsSync(plugin) ? false : `absent: ${plugin}`)
}

if (missing) test(name, { skip: missing }, () => undefined)
else
  onSqliteEngine(name, async (world) => {
    const alice = await person(world, 'Alice')
    await withVpn(
      world.engine,
      async (house) => {
        const vpn = await openTunnel(house)
        try {
          const code = codeOf(world, alice)
          assert.equal(await vpn.connect('Alice', `${goodPassword}${code}`), 'in')
          assert.equal(await vpn.connect('Alice', `${goodPassword}${code}`), 'refused', 'G1')
          assert.equal(await vpn.connect('Alice', goodPassword), 'refused')
          assert.equal(await vpn.connect('Alice', `${goodPassword}${wrongCode(world, alice)}`), 'refused')
        } finally {
          await vpn.close()
        }
      },
      { requireMessageAuthenticator: false },
    )
  })

/** A server as the template has it; whoever comes hands on no packets. */
async function openTunnel({ port: radius, secret }: House) {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-openvpn-'))
  const root = rootAuthority(authorityFolder())
  const own = root.issue({
    subject: '/CN=vpn',
    extensions: ['keyUsage = digitalSignature', 'extendedKeyUsage = serverAuth'],
  })
  const theirs = root.issue({ subject: '/CN=laptop', extensions: [clientPurpose] })
  const port = await freePort()
  const [plugged, configured] = pastes(secret)
  const config = join(folder, 'server.conf')
  writeFileSync(
    join(folder, 'radiusplugin.cnf'),
    plugged.replace('/etc/openvpn/server.conf', config).replaceAll('port=1812', `port=${radius}`),
    { mode: 0o600 },
  )
  const common = ['ifconfig-noexec', 'route-noexec', 'proto tcp', `ca ${root.file}`, 'verb 3', 'auth-nocache']
  writeFileSync(
    config,
    [
      ...common.map((line) => line.replace('proto tcp', 'proto tcp-server')),
      `dev tun${process.pid}`,
      'server 10.99.0.0 255.255.255.0',
      'topology subnet',
      'local 127.0.0.1',
      `port ${port}`,
      `cert ${own.file}`,
      `key ${own.keyFile}`,
      'dh none',
      configured.replace('/etc/openvpn/radiusplugin.cnf', join(folder, 'radiusplugin.cnf')),
    ].join('\n'),
  )
  const server = spawn('openvpn', ['--config', config], { cwd: folder })
  const log = heard(server)
  await until(() => /Initialization Sequence Completed/.test(log()), log)

  return {
    async connect(account: string, typed: string): Promise<'in' | 'refused'> {
      writeFileSync(join(folder, 'typed'), `${account}\n${typed}\n`, { mode: 0o600 })
      writeFileSync(
        join(folder, 'client.conf'),
        [
          ...common.map((line) => line.replace('proto tcp', 'proto tcp-client')),
          'client',
          'dev null',
          'nobind',
          `remote 127.0.0.1 ${port}`,
          `cert ${theirs.file}`,
          `key ${theirs.keyFile}`,
          'remote-cert-tls server',
          `auth-user-pass ${join(folder, 'typed')}`,
          'auth-retry none',
        ].join('\n'),
      )
      const client = spawn('openvpn', ['--config', join(folder, 'client.conf')], { cwd: folder })
      const said = heard(client)
      await until(
        () => /Initialization Sequence Completed|AUTH_FAILED/.test(said()),
        () => said() + log(),
      )
      await ended(client)
      return /AUTH_FAILED/.test(said()) ? 'refused' : 'in'
    },
    async close() {
      await ended(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What the template has people paste: for the plug-in, then for the server. */
function pastes(secret: string): readonly [string, string] {
  const template = radiusTemplates.find(({ id }) => id === 'openvpn')
  const here = { baseUrl: '', applicationId: '' as never, settings: undefined, secret, port: undefined }
  const [one = '', other = ''] = (template?.steps ?? []).flatMap((step) =>
    typeof step === 'string' ? [] : [step.paste(here)],
  )
  return [one, other]
}

function heard(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text += chunk
    })
  return () => text
}

async function until(done: () => boolean, log: () => string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (done()) return
    await wait(100)
  }
  assert.fail(log())
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await exit
}
