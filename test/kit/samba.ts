import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LdapConfig, ldapConfig } from '../../src/directories/ldap/index.ts'
import { type Authority, skipWithoutOpenssl } from './authority.ts'
import { answering, runProgram } from './program.ts'

const program = '/usr/sbin/samba'
const missing = [program, 'samba-tool', 'ldapmodify'].filter(
  (name) => spawnSync('which', [name]).status !== 0,
)

/** For `describe` and `it`: false where Samba is there, or must be. Its ports are below 1024. */
export const skipWithoutSamba =
  missing.length > 0 && process.env.CI !== 'true'
    ? `absent: ${missing.join(', ')}`
    : process.geteuid?.() === 0
      ? skipWithoutOpenssl
      : 'absent: the right to listen at port 636'

/** Flags of `userAccountControl` (MS-ADTS §2.2.16). */
export const accountControl = { normal: 0x200, disabled: 0x202 }

export const domain = 'DC=corp,DC=example'
export const users = `CN=Users,${domain}`
const administrator = { name: 'Administrator@corp.example', password: 'Administrator-Of-The-Tests-1' }
const reader = { name: 'reader', password: 'Reader-Of-The-Tests-1' }

/** A real domain controller of Active Directory on loopback, of which the LDAP server alone runs. */
export interface Samba {
  /** A configuration of ours for it, with whatever differs. */
  config(more?: Record<string, unknown>): LdapConfig
  /** Changes by ldapmodify, as the administrator of the domain. */
  modify(ldif: string): void
  add(name: string, password: string): void
  setPassword(name: string, password: string): void
  /** Sets one attribute of somebody. */
  set(name: string, attribute: string, value: string | number | bigint): void
  /** Members by distinguished name. */
  addGroup(name: string, members: readonly string[], base?: string): void
  close(): Promise<void>
}

/** Its ports are fixed, so it gets an address of its own: any of 127.0.0.0/8 is loopback. */
export async function openSamba(authority: Authority): Promise<Samba> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-samba-'))
  const address = `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`
  const conf = join(folder, 'etc/smb.conf')
  const places = placesIn(folder)
  runProgram('samba-tool', ['domain', 'provision', ...provision(folder, address), ...places])

  const own = authority.issue({
    subject: '/CN=dc1.corp.example',
    key: ['RSA:2048'],
    extensions: [`subjectAltName = IP:${address}`],
  })
  const output = openSync(join(folder, 'log'), 'a')
  // A password that was changed is forgotten at once, and not after an hour.
  const listens = [
    'old password allowed period=0',
    `interfaces=${address}/255.0.0.0`,
    'bind interfaces only=yes',
    'server services=ldap',
  ]
  const tls = [`tls certfile=${own.file}`, `tls keyfile=${own.keyFile}`, `tls cafile=${authority.file}`]
  const server = spawn(
    program,
    ['-F', '--debug-stdout', '-M', 'single', '-s', conf, ...places, ...[...listens, ...tls].map(asOption)],
    { stdio: ['ignore', output, output] },
  )
  closeSync(output)
  const end = () => void server.kill('SIGTERM')
  process.once('exit', end)
  await answering(636, address)

  const url = `ldaps://${address}`
  const asAdministrator = ['-H', url, '-x', '-D', administrator.name, '-w', administrator.password]
  const samba: Samba = {
    config: (more = {}) =>
      ldapConfig.parse({
        type: 'ldap',
        flavour: 'active-directory',
        servers: [url],
        ca: authority.file,
        bindDn: userDn(reader.name),
        bindPassword: reader.password,
        base: domain,
        timeout: 5_000,
        ...more,
      }),
    modify: (ldif) =>
      void runProgram('ldapmodify', asAdministrator, {
        input: ldif,
        env: { LDAPTLS_CACERT: authority.file },
      }),
    add: (name, password) =>
      samba.modify(
        [
          `dn: ${userDn(name)}`,
          'changetype: add',
          'objectClass: user',
          `sAMAccountName: ${name}`,
          `userAccountControl: ${accountControl.normal}`,
          `unicodePwd:: ${passwordValue(password)}`,
          '',
        ].join('\n'),
      ),
    setPassword: (name, password) => samba.modify(replacing(name, `unicodePwd:: ${passwordValue(password)}`)),
    set: (name, attribute, value) => samba.modify(replacing(name, `${attribute}: ${value}`)),
    addGroup: (name, members, base = users) =>
      samba.modify(
        [
          `dn: CN=${name},${base}`,
          'changetype: add',
          'objectClass: group',
          `sAMAccountName: ${name}`,
          ...members.map((member) => `member: ${member}`),
          '',
        ].join('\n'),
      ),
    async close() {
      await ended(server)
      process.off('exit', end)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  samba.add(reader.name, reader.password)
  return samba
}

export function userDn(name: string): string {
  return `CN=${name},${users}`
}

/** In quotes, in UTF-16 (MS-ADTS §3.1.1.3.1.5). */
function passwordValue(password: string): string {
  return Buffer.from(`"${password}"`, 'utf16le').toString('base64')
}

function replacing(name: string, line: string): string {
  const [attribute] = line.split(':')
  return `dn: ${userDn(name)}\nchangetype: modify\nreplace: ${attribute}\n${line}\n`
}

function provision(folder: string, address: string): readonly string[] {
  return [
    `--targetdir=${folder}`,
    '--realm=CORP.EXAMPLE',
    '--domain=CORP',
    '--server-role=dc',
    '--dns-backend=NONE',
    '--host-name=dc1',
    `--host-ip=${address}`,
    `--adminpass=${administrator.password}`,
  ]
}

/** Nothing is written anywhere else, and no attributes of files are needed. */
function placesIn(folder: string): readonly string[] {
  return [
    `posix:eadb=${folder}/eadb.tdb`,
    'vfs objects=dfs_samba4 acl_xattr xattr_tdb',
    `log file=${folder}/log`,
    `pid directory=${folder}`,
    `ncalrpc dir=${folder}/ncalrpc`,
    `ntp signd socket directory=${folder}/ntp`,
    `winbindd socket directory=${folder}/winbindd`,
  ].map(asOption)
}

function asOption(setting: string): string {
  return `--option=${setting}`
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await gone
}
