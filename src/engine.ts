import {
  accountMigrations,
  mailOfAdministrators,
  openAccountLinks,
  openAccounts,
  openContactCodes,
  openContacts,
  openGroups,
} from './accounts/index.ts'
import {
  type AdministrationDeps,
  administrationMigrations,
  bookRoot,
  findRoot,
  heavyReads,
  libraryDoor,
  openDenials,
  type Surface,
} from './administration/index.ts'
import { admissionMigrations, openAdmissions, openReferrals } from './admissions/index.ts'
import {
  applicationMigrations,
  type DoorKinds,
  type DoorPort,
  openApiKeys,
  openApplications,
  openDoors,
  portalId,
} from './applications/index.ts'
import { type AuditKeys, auditLanes, auditMigrations, openAudit } from './audit/index.ts'
import {
  authenticationMigrations,
  openAnnouncements,
  openAttempts,
  openDeferrals,
  openInvitations,
  openNotices,
  openPasswordLinks,
  openPresented,
  openRebinds,
  queuePerKey,
  stanceOf,
} from './authentication/index.ts'
import {
  type AuthenticatorConfig,
  authenticatorConfig,
  authenticatorMigrations,
  openAuthenticators,
} from './authenticators/index.ts'
import { type Countries, type CountriesConfig, openCountries } from './countries/index.ts'
import {
  type Delivery,
  deliveryMigrations,
  openDelivery,
  type SmsRules,
  smsRules,
  type Transport,
} from './delivery/index.ts'
import {
  type Directories,
  directoryMigrations,
  listDirectories,
  openDirectoryBooks,
} from './directories/index.ts'
import type { FactorHost, FactorList, FactorModule, PasswordsElsewhere } from './factors/factor.ts'
import { factorModules } from './factors/index.ts'
import { importMigrations, openImports } from './imports/index.ts'
import { inventoryMigrations, openInventory } from './inventory/index.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import { internalError } from './kernel/errors.ts'
import type { Keyring } from './kernel/keyring.ts'
import { deriveKey } from './kernel/keyring.ts'
import { type Logger, silentLogger } from './kernel/logger.ts'
import { readOnce } from './kernel/parse.ts'
import { type Random, systemRandom } from './kernel/random.ts'
import { secretBox } from './kernel/secret-box.ts'
import { signingKeyOf } from './kernel/signing-key.ts'
import { openTallies, type Tallies } from './kernel/tallies.ts'
import {
  type Exceptions,
  openExceptions,
  openPolicies,
  type Policies,
  type PolicyConfig,
  policyConfig,
  policyMigrations,
} from './policy/index.ts'
import { doorMigrations } from './protocols/migrations.ts'
import { openRememberedBrowsers, rememberedMigrations } from './remembered/index.ts'
import { openSessions, type SessionConfig, sessionConfig, sessionMigrations } from './sessions/index.ts'
import { type Migration, openStorage, type Storage } from './storage/index.ts'
import { openStreams, streamMigrations } from './streams/index.ts'
import { openSubscriptions, subscriptionMigrations } from './subscriptions/index.ts'
import { openThrottle, throttleMigrations } from './throttle/index.ts'
import { openWebhooks, webhookMigrations } from './webhooks/index.ts'

/** The whole schema: a door or factor that is off still has its tables. */
export const migrations: readonly Migration[] = [
  ...accountMigrations,
  ...admissionMigrations,
  ...applicationMigrations,
  ...auditMigrations,
  ...authenticatorMigrations,
  ...authenticationMigrations,
  ...administrationMigrations,
  ...deliveryMigrations,
  ...directoryMigrations,
  ...doorMigrations,
  ...importMigrations,
  ...inventoryMigrations,
  ...policyMigrations,
  ...rememberedMigrations,
  ...sessionMigrations,
  ...streamMigrations,
  ...subscriptionMigrations,
  ...throttleMigrations,
  ...webhookMigrations,
]

export interface EngineOptions {
  /** A file for SQLite, or a `postgres://` URL. */
  readonly database: string
  readonly keys: Keyring
  /** Where links point to. */
  readonly baseUrl: string
  /** Where a browser presents a certificate; left out where nobody asks for any. */
  readonly certificateUrl?: string | undefined
  /** Where systems prove themselves by certificates in TLS; left out where no port of ours asks for any. */
  readonly mutualTlsUrl?: string | undefined
  /** The name people see: in messages, in authenticator apps. */
  readonly name?: string
  readonly policy?: Partial<PolicyConfig>
  readonly sessions?: Partial<SessionConfig>
  readonly authenticators?: Partial<AuthenticatorConfig>
  /** Slices of configuration, by factor id. */
  readonly factors?: Readonly<Record<string, unknown>>
  /** Where accounts come from besides; none unless told. */
  readonly directories?: (deps: { clock: Clock; random: Random; logger: Logger }) => Directories
  /** Where a table lies that says in which countries addresses are; none unless told. */
  readonly countries?: CountriesConfig
  /** The factors to offer; the list of this version unless told. */
  readonly factorModules?: readonly FactorModule[]
  readonly transports?: readonly Transport[]
  /** To whom text messages go, and how many; without a country, to nobody. */
  readonly sms?: Partial<SmsRules>
  readonly clock?: Clock
  readonly random?: Random
  readonly logger?: Logger
  readonly dataFolder?: string
  /** Hosts with their ports that webhooks and streams may reach wherever they are, also without TLS. */
  readonly webhookReach?: readonly string[]
  /** The way to other servers; tests hand in their own outside world. */
  readonly fetch?: typeof fetch
  /** Who writes: names the audit lane. */
  readonly writer?: string
  /** Milliseconds to wait for another process that writes the same SQLite file. */
  readonly busyTimeout?: number
  /** How applications may be connected; a program that embeds us has no doors. */
  readonly doorKinds?: () => Promise<DoorKinds>
  /** Where doors listen that speak no HTTP, by their ids. */
  readonly doorPorts?: Readonly<Record<string, DoorPort>>
  /** What leads in from outside; a program that embeds us has no other door. */
  readonly surface?: () => Promise<Surface>
  /** Bring a PostgreSQL schema up to date while opening: embedded, demo and tests. */
  readonly migrate?: boolean
  /** Where tests put their fault points and counters: between the engine and its database (decision 11). */
  readonly throughStorage?: (opened: Storage) => Storage
}

/** The decision engine: everything below the doors, composed once. */
export interface Engine extends AdministrationDeps {
  readonly delivery: Delivery
  readonly name: string
  readonly logger: Logger
  readonly tallies: Tallies
  readonly mutualTlsUrl: string | undefined
  readonly dataFolder: string | undefined
  /** Lets what was begun finish, then closes the database. */
  close(): Promise<void>
}

/** Composes the engine without HTTP: what the server, the command line and embedders start. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  for (;;) {
    const opened = await openRooted(options)
    if (opened) return composeOrClose(options, opened)
  }
}

async function composeOrClose(options: EngineOptions, rooted: Rooted): Promise<Engine> {
  try {
    const config = policyConfig.parse(options.policy ?? {})
    const { logger = silentLogger } = options
    const exceptions = exceptionsOf(rooted)
    const policies = await openPolicies({ storage: rooted.storage, config, exceptions, logger })
    const countries = await openCountries(options.countries ?? {}, logger)
    return compose(options, rooted, { policies, exceptions, countries })
  } catch (error) {
    await rooted.storage.close()
    throw error
  }
}

/** A storage, and the secret that keyed hashes and the audit trail of this installation hang on. */
interface Rooted {
  readonly storage: Storage
  readonly random: Random
  readonly root: Uint8Array
}

/** Undefined where another process set up the same database at this moment: its root counts. */
async function openRooted(options: EngineOptions): Promise<Rooted | undefined> {
  const { keys, logger = silentLogger, random = systemRandom() } = options
  let root: Uint8Array | undefined
  const opened = await openStorage({
    database: options.database,
    clock: options.clock ?? systemClock,
    random,
    logger,
    migrations,
    audit: () => auditLanes({ key: auditKeysOf(root).key, writer: options.writer ?? 'server' }),
    ...(options.migrate === undefined ? {} : { migrate: options.migrate }),
    ...(options.busyTimeout === undefined ? {} : { busyTimeout: options.busyTimeout }),
    onClockJump: (milliseconds) => logger.warn({ milliseconds }, 'The wall clock jumped.'),
  })
  const storage = options.throughStorage?.(opened) ?? opened
  try {
    const found = await findRoot({ storage, keys, random })
    root = found.root
    if (await bookRoot(storage, found)) return { storage, random, root }
  } catch (error) {
    await storage.close()
    throw error
  }
  await storage.close()
  return undefined
}

function auditKeysOf(root: Uint8Array | undefined): AuditKeys {
  const secret = { secret: knownRoot(root) }
  return { key: deriveKey(secret, 'audit lanes'), sealKey: deriveKey(secret, 'audit seals') }
}

function knownRoot(root: Uint8Array | undefined): Uint8Array {
  if (!root) throw internalError('a key was asked for before the root was found')
  return root
}

function exceptionsOf({ storage, random }: Rooted): Exceptions {
  const shared = { storage, random }
  return openExceptions({
    ...shared,
    accounts: openAccounts(shared),
    applications: openApplications(shared),
  })
}

/** What is demanded of whom. */
interface Demanding {
  readonly policies: Policies
  readonly exceptions: Exceptions
  readonly countries: Countries
}

function compose(
  options: EngineOptions,
  { storage, random, root }: Rooted,
  { policies, exceptions, countries }: Demanding,
): Engine {
  const { keys, baseUrl } = options
  const logger = options.logger ?? silentLogger
  const name = options.name ?? 'Sallyport'
  const box = secretBox(keys, random, root)
  const shared = { storage, random }
  const accounts = openAccounts(shared)
  const contacts = openContacts(shared)
  const throttle = openThrottle(shared)
  const audit = openAudit({ storage, keys: auditKeysOf(root) })
  const subscriptions = openSubscriptions({ storage, audit })
  const sms = smsRules.parse(options.sms ?? {})
  const announcements = openAnnouncements(shared)
  const delivery = openDelivery({
    ...shared,
    box,
    sender: { name, baseUrl },
    transports: options.transports ?? [],
    budgets: throttle,
    audit,
    smsRules: sms,
    administrators: () => mailOfAdministrators({ accounts, contacts }),
    logger,
  })
  const applications = openApplications({ ...shared, portalName: name })
  const directories = options.directories?.({ clock: storage.clock, random, logger }) ?? listDirectories([])
  const host: FactorHost = {
    clock: storage.clock,
    random,
    mac: (purpose, data) => box.mac(purpose, data),
    ...(options.dataFolder === undefined ? {} : { dataFolder: options.dataFolder }),
    baseUrl,
    name,
    ...(options.certificateUrl === undefined ? {} : { certificateUrl: options.certificateUrl }),
    canDeliver: (channel) => delivery.canDeliver(channel),
    smsCountries: sms.countries,
    fetch: options.fetch ?? fetch,
    ...(directories.all.length > 0 ? { passwordsElsewhere: passwordsIn(directories) } : {}),
    logger,
  }
  const engine: Engine = {
    ...shared,
    box,
    keys,
    baseUrl,
    mutualTlsUrl: options.mutualTlsUrl,
    name,
    logger,
    tallies: openTallies(),
    dataFolder: options.dataFolder,
    contacts,
    contactCodes: openContactCodes({ ...shared, box }),
    accountLinks: openAccountLinks(shared),
    directories,
    directoryBooks: openDirectoryBooks(shared),
    delivery,
    applications,
    apiKeys: openApiKeys(shared),
    doors: openDoors({ ...shared, box }),
    doorKinds: options.doorKinds ?? (async () => []),
    doorPorts: options.doorPorts ?? {},
    factors: createFactors(options.factorModules ?? factorModules, options.factors ?? {}, host),
    policies,
    exceptions,
    countries,
    surface: options.surface ?? embedded,
    reportKey: signingKeyOf(deriveKey({ secret: root }, 'coverage reports')),
    get policy() {
      return policies.current
    },
    accounts,
    groups: openGroups(shared),
    subscriptions,
    streams: openStreams({ ...shared, box, audit, subscriptions, reach: options.webhookReach ?? [] }),
    webhooks: openWebhooks({
      ...shared,
      box,
      subscriptions,
      accounts,
      applications,
      reach: options.webhookReach ?? [],
      logger,
    }),
    imports: openImports(shared),
    inventory: openInventory(shared),
    authenticators: openAuthenticators(storage, authenticatorConfig.parse(options.authenticators ?? {})),
    attempts: openAttempts(storage),
    invitations: openInvitations(shared),
    rebinds: openRebinds(shared),
    passwordLinks: openPasswordLinks(shared),
    presented: openPresented({ ...shared, box, throttle }),
    referrals: openReferrals(shared),
    admissions: openAdmissions(storage),
    sessions: openSessions({
      ...shared,
      accounts,
      config: sessionConfig.parse(options.sessions ?? {}),
      stanceOf: (session, account, use) => stanceOf(engine, session, account, use),
    }),
    remembered: openRememberedBrowsers(shared),
    throttle,
    audit,
    denials: openDenials({ storage, audit }),
    heavyReads: heavyReads(),
    announcements,
    deferrals: openDeferrals(storage),
    notices: openNotices({
      contacts,
      delivery,
      announcements,
      sender: { name, baseUrl },
      clock: storage.clock,
    }),
    queue: queuePerKey(),
    async portal() {
      const portal = await applications.find(portalId)
      if (!portal) throw internalError('the portal application is missing')
      return portal
    },
    async close() {
      await engine.apiKeys.settled()
      await delivery.close()
      await storage.close()
    },
  }
  return engine
}

/** Nothing but calls of the program around us. */
async function embedded(): Promise<Surface> {
  return { doors: [libraryDoor], registry: [] }
}

/** Strangers fare like those of the first one: which directory somebody would be of, nobody can tell. */
function passwordsIn(directories: Directories): PasswordsElsewhere {
  return {
    check: async ({ directory, id }, password, source) =>
      (await directories.find(directory)?.checkPassword(id, password, source)) ?? 'unavailable',
    refuseStranger: async (source) => (await directories.all[0]?.refuseStranger(source)) ?? 'mismatch',
  }
}

function createFactors(
  modules: readonly FactorModule[],
  configs: Readonly<Record<string, unknown>>,
  host: FactorHost,
): FactorList {
  const configOf = ({ config, id }: FactorModule) => config.parse(configs[id] ?? {}, readOnce)
  const all = modules.map((module) => module.create(configOf(module), host))
  const byId = new Map(all.map((factor) => [factor.id, factor]))
  return { all, find: (id) => byId.get(id) }
}
