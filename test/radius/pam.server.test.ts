import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { absent } from '../cli/sallyport.fixture.ts'
import { eachEngine, goodPassword, person, type World, wrongCode } from '../kit/engine.ts'
import { codeOf, withVpn } from './vpn.fixture.ts'

const skip = whyNot()

/** Debian's own pam_radius, which signs nothing, asked as sshd asks it. PAM reads its services in /etc alone. */
function whyNot(): string | false {
  if (process.getuid?.() !== 0) return 'absent: the right to write into /etc/pam.d'
  if (process.env.CI === 'true') return false
  const modules = ['/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu'].map(
    (lib) => `${lib}/security/pam_radius_auth.so`,
  )
  return modules.some((file) => existsSync(file)) ? absent('pamtester') : 'absent: libpam-radius-auth'
}

/** Types each line when it is asked for one, and says how it went. */
async function authenticate(service: string, lines: readonly string[]) {
  const child = spawn('pamtester', [service, 'Alice', 'authenticate'])
  const rest = [...lines]
  let out = ''
  const hear = (chunk: Buffer) => {
    out += chunk
    if (/: ?$/.test(String(chunk)) || /\.$/.test(String(chunk).trim()))
      child.stdin.write(`${rest.shift() ?? ''}\n`)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const [code] = await new Promise<[number]>((resolve) =>
    child.once('close', (status) => resolve([status ?? 1])),
  )
  return { code, out }
}

async function withPam(
  world: World,
  run: (service: string) => Promise<void>,
  settings: object,
): Promise<void> {
  await withVpn(
    world.engine,
    async ({ port, secret }) => {
      const folder = mkdtempSync(join(tmpdir(), 'sallyport-pam-'))
      const service = `sallyport-test-${process.pid}-${world.dialect}`
      writeFileSync(join(folder, 'server'), `127.0.0.1:${port} ${secret} 10\n`, { mode: 0o600 })
      writeFileSync(`/etc/pam.d/${service}`, `auth required pam_radius_auth.so conf=${folder}/server\n`)
      try {
        await run(service)
      } finally {
        rmSync(`/etc/pam.d/${service}`)
        rmSync(folder, { recursive: true })
      }
    },
    { requireMessageAuthenticator: false, ...settings },
  )
}

eachEngine('pam_radius: password and code in one field', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  await withPam(
    world,
    async (service) => {
      const yes = await authenticate(service, [`${goodPassword}${codeOf(world, alice)}`])
      assert.equal(yes.code, 0, yes.out)
      const no = await authenticate(service, [`${goodPassword}${wrongCode(world, alice)}`])
      assert.notEqual(no.code, 0, no.out)
    },
    {},
  )
})

eachEngine('pam_radius: the password, then the code that it is told to ask for', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  await withPam(
    world,
    async (service) => {
      const yes = await authenticate(service, [goodPassword, codeOf(world, alice)])
      assert.equal(yes.code, 0, yes.out)
      assert.match(yes.out, /Enter the code of your authenticator/)
      const no = await authenticate(service, [goodPassword, wrongCode(world, alice)])
      assert.notEqual(no.code, 0, no.out)
    },
    { challenge: true },
  )
})
