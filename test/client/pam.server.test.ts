import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { absent } from '../cli/sallyport.fixture.ts'
import { attack, type Scene } from '../kit/attack.ts'
import { codeAt, goodPassword, type Person, step, wrongCode } from '../kit/engine.ts'

const helper = join(import.meta.dirname, '../../packages/client/src/pam.ts')
const skip = whyNot()

/** Debian's own pam_exec, asked as sshd and sudo ask it. PAM reads its services in /etc alone. */
function whyNot(): string | false {
  if (process.getuid?.() !== 0) return 'absent: the right to write into /etc/pam.d'
  if (process.env.CI === 'true') return false
  const modules = ['x86_64', 'aarch64'].map((cpu) => `/lib/${cpu}-linux-gnu/security/pam_exec.so`)
  return modules.some((file) => existsSync(file)) ? absent('pamtester') : 'absent: libpam-modules'
}

interface Door {
  /** Whether somebody comes in who types this. */
  opens(typed: string): Promise<boolean>
  readonly settings: string
}

async function withDoor(given: object, run: (door: Door) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-pam-'))
  const settings = join(folder, 'pam.json')
  const service = `sallyport-exec-${process.pid}`
  writeFileSync(settings, JSON.stringify(given), { mode: 0o600 })
  writeFileSync(
    `/etc/pam.d/${service}`,
    `auth required pam_exec.so quiet expose_authtok ${process.execPath} ${helper} ${settings}\n`,
  )
  try {
    await run({ settings, opens: (typed) => opens(service, typed) })
  } finally {
    rmSync(`/etc/pam.d/${service}`)
    rmSync(folder, { recursive: true })
  }
}

function opens(service: string, typed: string): Promise<boolean> {
  const child = spawn('pamtester', [service, 'alice', 'authenticate'])
  child.stdout.resume()
  child.stderr.resume()
  child.stdin.end(`${typed}\n`)
  return new Promise((resolve) => child.once('close', (status) => resolve(status === 0)))
}

async function settingsIn({ server }: Scene, vouches = false): Promise<{ url: string; key: string }> {
  const scopes = vouches ? (['verify', 'vouch:first-factor'] as const) : (['verify'] as const)
  const client = await server.application(scopes, { vouches })
  const key = client.headers.get('authorization')?.slice('Bearer '.length) ?? ''
  return { url: `http://127.0.0.1:${server.port}`, key }
}

function nextCode({ clock }: Scene, { totp }: Person): string {
  clock.advance(step)
  return codeAt(totp.shown, clock.now())
}

attack('pam_exec: password and code in one field open once, and nothing else does', async (scene) => {
  if (skip) return
  await withDoor(await settingsIn(scene), async ({ opens }) => {
    const right = `${goodPassword}${nextCode(scene, scene.alice)}`
    assert.equal(await opens(right), true)
    assert.equal(await opens(right), false, 'G1: a code is good once')
    for (const wrong of [
      `${goodPassword}${wrongCode(scene, scene.alice)}`,
      `wrong${nextCode(scene, scene.alice)}`,
      nextCode(scene, scene.alice),
      goodPassword,
      '',
    ])
      assert.equal(await opens(wrong), false)
  })
})

attack('pam_exec: a code alone is one kind, and enough only behind what was judged before', async (scene) => {
  if (skip) return
  const alone = { ...(await settingsIn(scene)), asks: 'code' }
  await withDoor(alone, async ({ opens }) => {
    assert.equal(await opens(nextCode(scene, scene.alice)), false)
  })
  const behind = { ...(await settingsIn(scene, true)), asks: 'code', vouched: true }
  await withDoor(behind, async ({ opens }) => {
    assert.equal(await opens(nextCode(scene, scene.alice)), true)
  })
})

attack(
  'G6: pam_exec lets nobody in where the server is down, or the settings are not what they should be',
  async (scene) => {
    if (skip) return
    const good = await settingsIn(scene)
    const right = () => `${goodPassword}${nextCode(scene, scene.alice)}`
    for (const bad of [
      { ...good, url: 'http://127.0.0.1:1' },
      { ...good, key: `${good.key}x` },
      { ...good, asurance: 1 },
      { ...good, assurance: 0 },
      { ...good, timeout: 'long' },
      {},
      [],
    ])
      await withDoor(bad, async ({ opens }) => assert.equal(await opens(right()), false))
  },
)

attack('R10: settings that others could have written, or all can read, are none', async (scene) => {
  if (skip) return
  await withDoor(await settingsIn(scene), async ({ opens, settings }) => {
    for (const mode of [0o622, 0o660, 0o644]) {
      chmodSync(settings, mode)
      assert.equal(await opens(`${goodPassword}${nextCode(scene, scene.alice)}`), false, mode.toString(8))
    }
    chmodSync(settings, 0o600)
    chmodSync(join(settings, '..'), 0o777)
    assert.equal(await opens(`${goodPassword}${nextCode(scene, scene.alice)}`), false)
  })
})

test('what is no `auth` line, and no settings at all, are a no', () => {
  for (const [args, type] of [
    [['/nowhere.json'], 'auth'],
    [['pam.json'], 'auth'],
    [[], 'auth'],
    [['/etc/hostname'], 'account'],
  ] as const) {
    const env = { PAM_TYPE: type, PAM_USER: 'alice' }
    assert.equal(spawnSync(process.execPath, [helper, ...args], { env, input: 'x' }).status, 1)
  }
})
