import { chmodSync, mkdirSync, statSync } from 'node:fs'
import type { DoorPort } from '../applications/index.ts'
import {
  emailTransport,
  type SmsConfig,
  type SmsRules,
  smsGateways,
  type Transport,
} from '../delivery/index.ts'
import { openDirectories } from '../directories/index.ts'
import { type Engine, openEngine } from '../engine.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { errorCode } from '../kernel/error-code.ts'
import { SallyportError } from '../kernel/errors.ts'
import type { Logger } from '../kernel/logger.ts'
import { type Random, systemRandom } from '../kernel/random.ts'
import type { Config } from './config.ts'
import type { Environment } from './config-environment.ts'
import { keysFor } from './config-key.ts'
import { servedDoorKinds, servedSurface } from './surface.ts'

export interface OpenConfigOptions {
  /** Names the audit lane. */
  readonly writer: 'server' | 'cli'
  /** Milliseconds to wait for another process that writes: 1 s in the server, 5 s on the command line. */
  readonly busyTimeout?: number
  readonly logger?: Logger
  readonly clock?: Clock
  readonly random?: Random
  /** Where a key that is not in a file is looked up. */
  readonly env?: Environment
  /** Demo and tests: bring a PostgreSQL schema up to date. */
  readonly migrate?: boolean
}

/** An engine, and whether its key was made just now: then say "copy it elsewhere". */
export interface OpenedEngine extends Engine {
  readonly createdKey: boolean
}

const busyTimeouts = { server: 1_000, cli: 5_000 } as const

/** Opens what the configuration names. Throws `key.missing`, `key.wrong`, `key.exposed` and the errors of storage. */
export async function openFromConfig(config: Config, options: OpenConfigOptions): Promise<OpenedEngine> {
  makeDataFolder(config.data)
  const random = options.random ?? systemRandom()
  const busyTimeout = options.busyTimeout ?? busyTimeouts[options.writer]
  const { keys, created } = await keysFor(config, { ...options, busyTimeout, random })
  const engine = await openEngine({
    database: config.database,
    keys,
    baseUrl: config.baseUrl,
    ...(config.certificates ? { certificateUrl: config.certificates.url } : {}),
    ...(config.certificates?.port === undefined ? {} : { mutualTlsUrl: config.certificates.url }),
    name: config.name,
    policy: config.policy,
    surface: servedSurface,
    doorKinds: servedDoorKinds,
    doorPorts: portsOf(config),
    sessions: config.sessions,
    authenticators: config.authenticators,
    factors: config.factors,
    directories: (deps) => openDirectories(config.directories, deps),
    countries: config.countries,
    transports: transportsOf(config, options.clock ?? systemClock),
    sms: smsRulesOf(config.delivery.sms),
    webhookReach: config.webhooks.reach,
    dataFolder: config.data,
    writer: options.writer,
    busyTimeout,
    random,
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.logger ? { logger: options.logger } : {}),
    ...(options.migrate === undefined ? {} : { migrate: options.migrate }),
  })
  return Object.assign(engine, { createdKey: created })
}

/** The ways out of the house that are configured; what has none is unavailable (R9). */
function transportsOf({ delivery, name, baseUrl }: Config, clock: Clock): readonly Transport[] {
  const email = emailTransport(delivery.email, { name })
  const sms = smsGateways(delivery.sms, { clock, fetch, baseUrl })
  return [email, sms].filter((transport) => transport !== undefined)
}

function smsRulesOf({ countries, numberTypes, budgets, pumping }: SmsConfig): SmsRules {
  return { countries, numberTypes, budgets, pumping }
}

/** The last folder of the path only: a mistyped path must not grow a tree. Mode 0700. */
export function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
    chmodSync(folder, 0o700)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw folderUnusable(folder, error)
    if (!statSync(folder).isDirectory()) throw folderUnusable(folder, error)
  }
}

function folderUnusable(folder: string, cause: unknown) {
  const message = `The data folder ${folder} cannot be made. Create its parent folder, and give it to the user that runs the service.`
  return new SallyportError('unavailable', 'data.unusable', message, { cause })
}

function portsOf({ radius, ldap }: Config): Readonly<Record<string, DoorPort>> {
  return {
    ...(radius ? { radius: { host: radius.host, port: radius.port, byTls: radius.radsec } } : {}),
    ...(ldap ? { ldap: { host: ldap.host, port: ldap.port, secure: ldap.tls !== undefined } } : {}),
  }
}
