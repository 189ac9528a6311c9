import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { AdministrationDeps } from '../administration/index.ts'
import type { ApiScope, DoorKind } from '../applications/index.ts'
import type { Delivery } from '../delivery/index.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Tallies } from '../kernel/tallies.ts'

/**
 * What a route asks of whoever calls it. Every route and port declares one; the registry is what tests enumerate
 * (G12), and what refuses half-finished attempts everywhere they are not named (G4).
 */
export type Access =
  /** Nobody needs to be anybody: what it shows is public, what it starts proves nothing. */
  | { readonly by: 'anyone' }
  /** A gateway that took a message of ours, known by the signature of what it tells us and by nothing else. */
  | { readonly by: 'gateway' }
  /** An identity provider elsewhere, known by the signature of what it tells us and by nothing else. */
  | { readonly by: 'provider' }
  /** Another device of somebody's, known by what it signs and by nothing else; it holds neither attempt nor session. */
  | { readonly by: 'elsewhere' }
  /** A browser on its way from an application to our pages, known by nothing else. */
  | { readonly by: 'referral' }
  /** The holder of a half-finished attempt's secret. */
  | { readonly by: 'attempt' }
  /** The holder of a right to replace what was lost: neither an attempt nor a session (R11). */
  | { readonly by: 'rebind' }
  /** A living session; to end it, whatever policy says of it now; to renew it, also one that lacks only fresh proofs. */
  | { readonly by: 'session'; readonly ends?: true; readonly renews?: true }
  /** A living session, or an attempt that must enrol before it can complete. */
  | { readonly by: 'session-or-attempt' }
  /** An application's key with this scope. */
  | { readonly by: 'application'; readonly scope: ApiScope }
  /** A browser that starts a sign-in, or an application's key with this scope. */
  | { readonly by: 'browser-or-application'; readonly scope: ApiScope }
  /** A session of this role at the second level, or an application's key with this scope. */
  | { readonly by: 'administration'; readonly role: 'help-desk' | 'administrator'; readonly scope: ApiScope }

/**
 * Each kind of a browser's secret has a cookie of its own: a half-finished attempt is never found where a session is
 * looked for (G4). `__Host-`: secure, this host only, whole site (N-42).
 */
export const cookieNames = {
  session: '__Host-sallyport_session',
  attempt: '__Host-sallyport_attempt',
  /** A session that was made for an application which vouched, until it is let in by it: it opens no page of ours. */
  application: '__Host-sallyport_application',
  rebind: '__Host-sallyport_rebind',
  device: '__Host-sallyport_device',
  browser: '__Host-sallyport_browser',
  remembered: '__Host-sallyport_remembered',
} as const

/** One entry of the registry. */
export interface DeclaredRoute {
  readonly method: string
  readonly path: string
  /** protocol: whoever speaks the protocol of this door, which asks each caller for what its standard says. */
  readonly access: Access | { readonly by: 'protocol' }
}

/** What a door stands on: the engine, and nothing that could decide in its stead. */
export interface DoorDeps extends AdministrationDeps {
  readonly delivery: Delivery
  readonly logger: Logger
  readonly tallies: Tallies
  readonly name: string
  /** Where systems prove themselves by certificates in TLS; undefined where no port asks for any. */
  readonly mutualTlsUrl?: string | undefined
}

export interface DoorJob {
  readonly name: string
  /** Milliseconds between the end of one run and the start of the next. */
  readonly every: number
  run(deps: DoorDeps): Promise<unknown>
}

/** Where doors listen unless told. */
export const usualPorts = { radius: 1812, ldap: 1636 } as const

/** A port at which both sides show a certificate. */
const mutualPort = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('The address to listen on.'),
  port: z.number().int().min(1).max(65_535).default(2083).describe('The TCP port.'),
  cert: z.string().min(1).describe('Our certificate and its chain, PEM. Read again on SIGHUP.'),
  key: z.string().min(1).describe('Its private key, PEM.'),
  clientCa: z.string().min(1).describe('The authorities whose certificates systems may show, PEM.'),
})
export type MutualPort = z.infer<typeof mutualPort>

const radiusPort = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('The address to listen on.'),
  port: z.number().int().min(1).max(65_535).default(usualPorts.radius).describe('The UDP port.'),
  radsec: mutualPort.optional().describe('RADIUS over TLS (RFC 6614); without it, none.'),
})
export type RadiusPort = z.infer<typeof radiusPort>

const ldapPort = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('The address to listen on. Beyond this machine it takes ldap.tls.'),
  port: z.number().int().min(1).max(65_535).default(usualPorts.ldap).describe('The TCP port.'),
  tls: z
    .strictObject({
      cert: z.string().min(1).describe('Our certificate and its chain, PEM. Read again on SIGHUP.'),
      key: z.string().min(1).describe('Its private key, PEM.'),
    })
    .optional()
    .describe('LDAP over TLS from the first byte (ldaps); without it, in plain.'),
})
export type LdapPort = z.infer<typeof ldapPort>

/** Where doors listen that speak no HTTP. */
export const portsConfig = {
  radius: radiusPort.optional().describe('Where systems ask by RADIUS; without it, nowhere.'),
  ldap: ldapPort.optional().describe('Where systems ask by LDAP; without it, nowhere.'),
}
export interface Ports {
  readonly radius?: RadiusPort | undefined
  readonly ldap?: LdapPort | undefined
}

/** A port that is open. */
export interface Listening {
  /** Reads its certificate anew, for connections that begin from now on. */
  reload?(): void
  /** Lets what is under way be answered, then closes. */
  close(): Promise<void>
}

/** What a connection has proved to hold the key of, and what came along. Judged by nobody yet. */
export interface ShownCertificate {
  readonly der: Uint8Array
  readonly chain: readonly Uint8Array[]
}

/** What a door serves at the port that asks whoever connects for a certificate. */
export interface AtCertificates {
  readonly routes: readonly DeclaredRoute[]
  mount(
    app: FastifyInstance,
    deps: DoorDeps,
    shownBy: (request: FastifyRequest) => ShownCertificate | undefined,
  ): Promise<void>
}

/** One way in: it translates and never decides. One folder, one line in the list. */
export interface Protocol {
  readonly id: string
  readonly routes: readonly DeclaredRoute[]
  /** What its callers may end in: a session, or a verdict on one call. The coverage proof looks at each. */
  readonly ends: readonly ('sign-in' | 'verify')[]
  /** How applications are connected by it; none where they come with an API key. */
  readonly kind?: DoorKind
  mount(app: FastifyInstance, deps: DoorDeps): Promise<void>
  /** For systems that prove themselves by a certificate. */
  readonly atCertificates?: AtCertificates
  /** Work behind it; each may run on any node. */
  readonly jobs?: readonly DoorJob[]
  /** Ports of its own that speak no HTTP; undefined where the configuration opens none. */
  listen?(deps: DoorDeps, ports: Ports): Promise<Listening | undefined>
}
