import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isLoopback } from '../kernel/loopback.ts'
import { readOnce } from '../kernel/parse.ts'
import { certificateProblems } from './config-certificate-problems.ts'
import { type CertificateEntry, certificateEntry } from './config-certificates.ts'
import { type Environment, readEnvironment, visibleEnvironment } from './config-environment.ts'
import { configFields } from './config-fields.ts'
import { noConfigFile, readConfigFile } from './config-file.ts'
import { type ConfigOverrides, isUrl, layered } from './config-layers.ts'
import {
  type ConfigProblem,
  configInvalid,
  insecureBind,
  problemsOf,
  untrustedPlace,
} from './config-problems.ts'
import { configSchema, type ParsedConfig } from './config-schema.ts'

/** Where the key of this installation comes from; never the key itself. */
export type KeySource =
  | { readonly from: 'file'; readonly file: string }
  | { readonly from: 'env'; readonly variable: string }
  | { readonly from: 'command'; readonly command: readonly string[] }

/** The configuration as everything reads it: complete, checked, paths absolute, frozen. */
export interface Config
  extends Readonly<Omit<ParsedConfig, 'key' | 'database' | 'baseUrl' | 'clientCertificates'>> {
  /** Undefined where nobody asks for certificates. */
  readonly certificates: CertificateEntry | undefined
  /** An origin, without a slash at its end. */
  readonly baseUrl: string
  /** An absolute file, or a `postgres://` URL. */
  readonly database: string
  readonly key: KeySource
  /** The file that was read, if any. */
  readonly file: string | undefined
}

export interface ConfigInput {
  readonly overrides?: ConfigOverrides
  readonly env: Environment
  readonly cwd: string
}

const fileName = 'sallyport.yaml'
const fallbackData = './data'

/**
 * Command line over environment over file over defaults. Throws `config.invalid` with every problem at once, and
 * `config.untrusted-place` under sudo.
 */
export async function loadConfig(input: ConfigInput): Promise<Config> {
  const { overrides = {}, cwd } = input
  const env = visibleEnvironment(input.env)
  if (input.env.SUDO_UID !== undefined) requireTrustedPlace(overrides, cwd)

  const named = overrides.config ?? (env.SALLYPORT_CONFIG || undefined)
  const path = named === undefined ? findFile(overrides, env, cwd) : resolve(cwd, named)
  if (path !== undefined && named === undefined) requireTrustedFile(path)
  const file = path === undefined ? noConfigFile : await readConfigFile(path)
  const environment = readEnvironment(env, configFields)
  const layers = layered(file, environment.settings, overrides, { cwd, file: path })
  const parsed = configSchema.safeParse(layers.values, readOnce)
  const problems: readonly ConfigProblem[] = [
    ...file.problems,
    ...environment.problems,
    ...(parsed.success ? [] : problemsOf(parsed.error, configFields(), layers.whereIs)),
  ]
  if (problems.length > 0 || !parsed.success) throw configInvalid(problems)
  const config = complete(parsed.data, path, cwd)
  const contradictions = certificateProblems(parsed.data.clientCertificates, config)
  if (contradictions.length > 0) throw configInvalid(contradictions)
  return freeze(config)
}

/** Throws `config.insecure-bind` where others could read what is sent: no TLS, and no proxy that brings it. */
export function requireSafeBind(config: Pick<Config, 'host' | 'tls' | 'trustedProxies'>): void {
  if (!isLoopback(config.host) && !config.tls && config.trustedProxies.length === 0)
    throw insecureBind(config.host)
}

/** Where nothing was named, what lies in the current folder counts; under sudo only if no one else put it there. */
function requireTrustedPlace({ config, data }: ConfigOverrides, cwd: string): void {
  if (config !== undefined || data !== undefined || process.platform === 'win32') return
  const { uid, mode } = statSync(cwd)
  const own = uid === 0 || uid === process.geteuid?.()
  if (!own || (mode & 0o022) !== 0) throw untrustedPlace(cwd)
}

/** Root takes no orders from a file that others may write and nobody named: it says what program to run (R10). */
function requireTrustedFile(file: string): void {
  if (process.geteuid?.() !== 0) return
  const folder = dirname(file)
  for (const { uid, mode } of [statSync(folder), statSync(file)])
    if (uid !== 0 || (mode & 0o022) !== 0) throw untrustedPlace(folder)
}

function findFile(overrides: ConfigOverrides, env: Environment, cwd: string): string | undefined {
  const data = resolve(cwd, overrides.data ?? (env.SALLYPORT_DATA || fallbackData))
  const places = overrides.data === undefined ? [cwd, data] : [data]
  return places.map((place) => join(place, fileName)).find((place) => existsSync(place))
}

function complete(given: ParsedConfig, file: string | undefined, cwd: string): Config {
  const { clientCertificates, ...parsed } = given
  const data = resolve(cwd, parsed.data)
  const { database = join(data, 'sallyport.db') } = parsed
  const tls = parsed.tls && { cert: resolve(cwd, parsed.tls.cert), key: resolve(cwd, parsed.tls.key) }
  const origin = parsed.baseUrl ?? `${tls ? 'https' : 'http'}://localhost:${parsed.port}`
  const baseUrl = new URL(origin).origin
  const { cert, key } = clientCertificates
  const own = {
    ...clientCertificates,
    ...(cert === undefined ? {} : { cert: resolve(cwd, cert) }),
    ...(key === undefined ? {} : { key: resolve(cwd, key) }),
  }
  return {
    ...parsed,
    data,
    database: isUrl(database) ? database : resolve(cwd, database),
    baseUrl,
    key: keySourceOf(parsed.key, data, cwd),
    tls,
    certificates: certificateEntry(own, { baseUrl, tls }),
    file,
  }
}

function keySourceOf(key: ParsedConfig['key'], data: string, cwd: string): KeySource {
  if (key.command) return { from: 'command', command: key.command }
  if (key.env) return { from: 'env', variable: key.env }
  return { from: 'file', file: key.file ? resolve(cwd, key.file) : join(data, 'sallyport.key') }
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) freeze(inner)
  return Object.freeze(value)
}
