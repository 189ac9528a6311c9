import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const found = spawnSync('openssl', ['version']).error === undefined

/** For `describe` and `it`: false where OpenSSL is there, or must be. */
export const skipWithoutOpenssl =
  !found && process.env.CI !== 'true' ? 'absent: openssl is not on PATH' : false

/** A certificate with its key, as files and as bytes. */
export interface Issued {
  /** PEM. */
  readonly file: string
  readonly keyFile: string
  readonly der: Uint8Array
}

export interface IssueRequest {
  /** `/C=HR/CN=Ana`. */
  readonly subject: string
  /** Lines of OpenSSL's configuration: `extendedKeyUsage = clientAuth`. */
  readonly extensions?: readonly string[]
  /** `ec` unless told: what `openssl req -newkey` takes, with its options. */
  readonly key?: readonly string[]
  readonly digest?: string
  readonly from?: Date
  readonly until?: Date
  /** More for `openssl ca`, such as padding of signatures. */
  readonly options?: readonly string[]
}

/** An authority made by OpenSSL, with its register of what it issued and revoked. */
export interface Authority extends Issued {
  issue(request: IssueRequest): Issued
  /** Another authority below this one. */
  authority(request: IssueRequest): Authority
  revoke(issued: Issued, reason?: string): void
  /** A list as it is now, DER. */
  list(options?: {
    readonly from?: Date
    readonly until?: Date
    readonly extensions?: readonly string[]
  }): Uint8Array
  /** A responder on loopback that signs as `signer`, itself unless told. */
  respond(options?: { readonly signer?: Issued; readonly more?: readonly string[] }): Promise<StatusResponder>
}

export interface StatusResponder {
  readonly url: string
  close(): void
}

export const usualKey = ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'] as const
export const clientPurpose = 'extendedKeyUsage = clientAuth'

const longAgo = new Date('2020-01-01T00:00:00Z')
const farAway = new Date('2045-01-01T00:00:00Z')

/** A folder for authorities, removed when the process ends. */
export function authorityFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-authority-'))
  if (folders.size === 0) process.once('exit', removeFolders)
  folders.add(folder)
  return folder
}

const folders = new Set<string>()

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

/** A root. */
export function rootAuthority(folder: string, request: Partial<IssueRequest> = {}): Authority {
  return openAuthority(folder, { subject: '/O=Harbour Trading/CN=Root', ...request }, undefined)
}

const authorityExtensions = [
  'basicConstraints = critical, CA:true',
  'keyUsage = critical, keyCertSign, cRLSign',
  'subjectKeyIdentifier = hash',
]

let made = 0

function openAuthority(parent: string, request: IssueRequest, issuer: Home | undefined): Authority {
  const home = newHome(parent)
  const { extensions = authorityExtensions } = request
  const own = issue(issuer ?? home, { ...request, extensions }, home, issuer === undefined)
  const authority: Authority = {
    ...own,
    issue: (wanted) => issue(home, wanted, home, false),
    authority: (wanted) => openAuthority(home.folder, wanted, home),
    revoke(issued, reason = 'keyCompromise') {
      openssl(['ca', '-config', home.config, ...signing(home), '-revoke', issued.file, '-crl_reason', reason])
    },
    list: (options = {}) => listOf(home, options),
    respond: (options = {}) => respond(home, own, options),
  }
  return authority
}

/** Where an authority keeps its things. */
interface Home {
  readonly folder: string
  readonly config: string
  readonly file: string
  readonly keyFile: string
}

function newHome(parent: string): Home {
  const folder = join(parent, `authority-${++made}`)
  mkdirSync(join(folder, 'issued'), { recursive: true })
  for (const name of ['index.txt', 'index.txt.attr']) writeFileSync(join(folder, name), '')
  writeFileSync(join(folder, 'crlnumber'), '01\n')
  const config = join(folder, 'openssl.cnf')
  writeFileSync(
    config,
    `[ca]\ndefault_ca = this\n[this]\ndir = ${folder}\ndatabase = ${folder}/index.txt\nnew_certs_dir = ${folder}/issued
rand_serial = yes\ncrlnumber = ${folder}/crlnumber\ndefault_md = sha256\npolicy = any\nunique_subject = no\nemail_in_dn = yes
string_mask = utf8only\n[any]\nC = optional\nO = optional\nOU = optional\nCN = optional\nUID = optional\nserialNumber = optional
emailAddress = optional\nGN = optional\nSN = optional\n[req]\ndistinguished_name = none\nstring_mask = utf8only\n[none]\n`,
  )
  return { folder, config, file: join(folder, 'own.pem'), keyFile: join(folder, 'own.key') }
}

function issue(by: Home, request: IssueRequest, home: Home, isRoot: boolean): Issued {
  const { key = usualKey, extensions = [], digest = 'sha256', from = longAgo, until = farAway } = request
  const isOwn = !existsSync(home.keyFile)
  const name = isOwn ? join(home.folder, 'own') : join(home.folder, `leaf-${++made}`)
  const [file, keyFile, wish, section] = [`${name}.pem`, `${name}.key`, `${name}.csr`, `${name}.ext`]
  const digested = /^ed/i.test(key[0] ?? '') ? [] : [`-${digest}`]
  openssl([
    ...['req', '-new', '-utf8', '-config', home.config, '-subj', request.subject, '-out', wish],
    ...['-newkey', ...key, '-noenc', '-keyout', keyFile, ...digested],
  ])
  writeFileSync(section, ['[own]', ...extensions, ''].join('\n'))
  const signer = isRoot ? ['-selfsign', '-keyfile', keyFile] : signing(by)
  openssl([
    ...['ca', '-batch', '-notext', '-utf8', '-config', by.config, ...signer, '-in', wish, '-out', file],
    ...['-extfile', section, '-extensions', 'own', '-startdate', stamp(from), '-enddate', stamp(until)],
    ...(digested.length > 0 && !isEdwards(isRoot ? keyFile : by.keyFile)
      ? ['-md', digest]
      : ['-md', 'default']),
    ...(request.options ?? []),
  ])
  return { file, keyFile, der: derOf(readFileSync(file, 'utf8')) }
}

function signing(home: Home): readonly string[] {
  return ['-cert', home.file, '-keyfile', home.keyFile]
}

function isEdwards(keyFile: string): boolean {
  return /^ed/.test(createPrivateKey(readFileSync(keyFile)).asymmetricKeyType ?? '')
}

function listOf(
  home: Home,
  options: { readonly from?: Date; readonly until?: Date; readonly extensions?: readonly string[] },
): Uint8Array {
  const { from = new Date(Date.now() - 60_000), until = farAway, extensions } = options
  const section = join(home.folder, `list-${++made}.ext`)
  writeFileSync(
    section,
    `${readFileSync(home.config, 'utf8')}\n[list]\n${(extensions ?? ['authorityKeyIdentifier = keyid']).join('\n')}\n`,
  )
  const pem = openssl([
    ...['ca', '-gencrl', '-config', section, ...signing(home), '-crlexts', 'list'],
    ...['-crl_lastupdate', stamp(from), '-crl_nextupdate', stamp(until)],
  ])
  return openssl(['crl', '-outform', 'DER'], pem)
}

/** OpenSSL answers; the way to it is ours, for by itself it listens to the whole network. */
async function respond(
  home: Home,
  own: Issued,
  { signer = own, more = [] }: { readonly signer?: Issued; readonly more?: readonly string[] },
): Promise<StatusResponder> {
  const [question, answer] = [join(home.folder, `question-${++made}`), join(home.folder, `answer-${made}`)]
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    writeFileSync(question, Buffer.concat(chunks))
    openssl([
      ...['ocsp', '-index', join(home.folder, 'index.txt'), '-CA', own.file, '-reqin', question],
      ...['-rsigner', signer.file, '-rkey', signer.keyFile, '-respout', answer, ...more],
    ])
    response.setHeader('content-type', 'application/ocsp-response').end(readFileSync(answer))
  })
  const url = await listening(server)
  return { url, close: () => void server.close() }
}

/** Lets a server of a test listen on loopback; where it is reached. */
export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/`
}

/** Runs OpenSSL; what it prints. */
export function openssl(args: readonly string[], input?: Uint8Array): Buffer {
  const { status, stdout, stderr } = spawnSync('openssl', args, {
    ...(input ? { input } : {}),
    maxBuffer: 2 ** 26,
  })
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr?.toString('utf8')}`)
  return stdout
}

function derOf(pem: string): Uint8Array {
  const [, base64 = ''] = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(pem) ?? []
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

/** `20270115080000Z`. */
function stamp(date: Date): string {
  return `${date.toISOString().replace(/[-:T]|\..*/g, '')}Z`
}
