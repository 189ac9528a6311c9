import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LdapConfig } from '../../src/directories/ldap/index.ts'
import { ldapConfig } from '../../src/directories/ldap/index.ts'
import { type Authority, type Issued, skipWithoutOpenssl } from './authority.ts'
import { freePort } from './free-port.ts'
import { answering, runProgram } from './program.ts'

const program = '/usr/sbin/slapd'
const missing = [program, 'ldapmodify'].filter((name) => spawnSync('which', [name]).status !== 0)

/** For `describe` and `it`: false where slapd and its clients are there, or must be. */
export const skipWithoutSlapd =
  missing.length > 0 && process.env.CI !== 'true' ? `absent: ${missing.join(', ')}` : skipWithoutOpenssl

export const suffix = 'dc=northwind,dc=example'
export const people = `ou=people,${suffix}`
const root = { dn: `cn=root,${suffix}`, password: 'root-of-the-tests' }
export const reader = { dn: `cn=reader,${suffix}`, password: 'reader-of-the-tests' }

/** Somebody in the directory. */
export interface Member {
  readonly uid: string
  readonly password?: string
  readonly mail?: string
  readonly mobile?: string
}

/** A real OpenLDAP server on loopback. */
export interface Slapd {
  readonly port: number
  readonly securePort: number
  /** A configuration of ours for it, with whatever differs. */
  config(more?: Record<string, unknown>): LdapConfig
  /** Changes by ldapmodify, as its administrator. */
  modify(ldif: string): void
  add(...members: readonly Member[]): void
  /** `groupOfNames`; members by distinguished name. */
  addGroup(name: string, members: readonly string[]): void
  remove(dn: string): void
  /** By the policy overlay, for good. */
  disable(uid: string): void
  enable(uid: string): void
  /** All people and groups are gone. */
  clear(): void
  /** Whatever it was asked, from its log; each line of one connection. */
  log(): string
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export interface SlapdOptions {
  /** With a certificate by this authority, for these names. */
  readonly authority?: Authority
  readonly names?: string
}

export function userDn(uid: string): string {
  return `uid=${uid},${people}`
}

export async function openSlapd({ authority, names = 'IP:127.0.0.1' }: SlapdOptions = {}): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-slapd-'))
  mkdirSync(join(folder, 'data'))
  const own = authority?.issue({ subject: '/CN=directory', extensions: [`subjectAltName = ${names}`] })
  const [port, securePort] = [await freePort(), await freePort()]
  const conf = join(folder, 'slapd.conf')
  writeFileSync(conf, configuration(folder, authority, own))
  runProgram('/usr/sbin/slapadd', ['-f', conf, '-q'], { input: tree })

  // In a file: where nobody reads a pipe, a server that fills it stands still.
  const log = join(folder, 'log')
  let server: ChildProcess | undefined
  const end = () => void server?.kill('SIGTERM')
  process.once('exit', end)
  const url = `ldap://127.0.0.1:${port}`
  const asRoot = ['-H', url, '-x', '-D', root.dn, '-w', root.password]

  const slapd: Slapd = {
    port,
    securePort,
    config: (more = {}) =>
      ldapConfig.parse({
        type: 'ldap',
        servers: [url],
        bindDn: reader.dn,
        bindPassword: reader.password,
        base: people,
        timeout: 2_000,
        ...more,
      }),
    modify: (ldif) => void runProgram('ldapmodify', asRoot, { input: ldif }),
    add: (...members) => slapd.modify(members.map(asLdif).join('\n')),
    addGroup: (name, members) =>
      slapd.modify(
        [
          `dn: cn=${name},ou=groups,${suffix}`,
          'changetype: add',
          'objectClass: groupOfNames',
          `cn: ${name}`,
          ...members.map((member) => `member: ${member}`),
          '',
        ].join('\n'),
      ),
    remove: (dn) => slapd.modify(`dn: ${dn}\nchangetype: delete\n`),
    disable: (uid) =>
      slapd.modify(
        `dn: ${userDn(uid)}\nchangetype: modify\nreplace: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n`,
      ),
    enable: (uid) => slapd.modify(`dn: ${userDn(uid)}\nchangetype: modify\ndelete: pwdAccountLockedTime\n`),
    clear() {
      const found = runProgram('ldapsearch', [...asRoot, ...everybody])
      const dns = found.split('\n').filter((line) => /^dn::? /.test(line))
      if (dns.length > 0) slapd.modify(dns.map((dn) => `${dn}\nchangetype: delete\n`).join('\n'))
    },
    log: () => readFileSync(log, 'utf8'),
    async start() {
      const secure = own ? ` ldaps://127.0.0.1:${securePort}` : ''
      const output = openSync(log, 'a')
      const args = ['-h', `${url}${secure}`, '-f', conf, '-d', 'stats']
      server = spawn(program, args, { stdio: ['ignore', 'ignore', output] })
      closeSync(output)
      await answering(port)
    },
    async stop() {
      const running = server
      if (!running || running.exitCode !== null) return
      const ended = new Promise((resolve) => running.once('exit', resolve))
      running.kill('SIGTERM')
      await ended
      server = undefined
    },
    async close() {
      await slapd.stop()
      process.off('exit', end)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await slapd.start()
  return slapd
}

const everybody = ['-LLL', '-o', 'ldif-wrap=no', '-b', suffix, '(|(uid=*)(objectClass=groupOfNames))', '1.1']

function asLdif({ uid, password, mail, mobile }: Member): string {
  const text = (name: string, value: string) => `${name}:: ${Buffer.from(value, 'utf8').toString('base64')}`
  return [
    text('dn', userDn(escapedRdn(uid))),
    'changetype: add',
    'objectClass: inetOrgPerson',
    text('uid', uid),
    text('cn', uid),
    text('sn', uid),
    ...(password === undefined ? [] : [text('userPassword', password)]),
    ...(mail === undefined ? [] : [`mail: ${mail}`]),
    ...(mobile === undefined ? [] : [`mobile: ${mobile}`]),
    '',
  ].join('\n')
}

/** RFC 4514 §2.4. */
function escapedRdn(value: string): string {
  return value.replace(/[,+"\\<>;=#]/g, '\\$&')
}

const tree = `dn: ${suffix}
objectClass: dcObject
objectClass: organization
o: Northwind
dc: northwind

dn: ou=people,${suffix}
objectClass: organizationalUnit
ou: people

dn: ou=groups,${suffix}
objectClass: organizationalUnit
ou: groups

dn: ${reader.dn}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: ${reader.password}
`

/** Unauthenticated binds are let in, as careless servers do; whoever is not known is shown pages of at most 50. */
function configuration(folder: string, authority: Authority | undefined, own: Issued | undefined): string {
  const tls = own
    ? [
        `TLSCACertificateFile ${authority?.file}`,
        `TLSCertificateFile ${own.file}`,
        `TLSCertificateKeyFile ${own.keyFile}`,
      ]
    : []
  return [
    ...['core', 'cosine', 'inetorgperson', 'nis'].map((name) => `include /etc/ldap/schema/${name}.schema`),
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    'moduleload ppolicy',
    `pidfile ${folder}/pid`,
    'allow bind_v2 bind_anon_cred bind_anon_dn',
    ...tls,
    'database mdb',
    'maxsize 104857600',
    'dbnosync',
    `suffix "${suffix}"`,
    `rootdn "${root.dn}"`,
    `rootpw ${root.password}`,
    `directory ${folder}/data`,
    'sizelimit size.soft=50 size.hard=50 size.prtotal=unlimited',
    'access to attrs=userPassword by anonymous auth by * none',
    'access to * by * read',
    'overlay ppolicy',
    '',
  ].join('\n')
}
