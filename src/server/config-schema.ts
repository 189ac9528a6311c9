import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import { authenticatorConfig } from '../authenticators/index.ts'
import { countriesConfig } from '../countries/index.ts'
import { deliveryConfig } from '../delivery/index.ts'
import { directoriesConfig } from '../directories/index.ts'
import { factorModules } from '../factors/index.ts'
import { policyConfig } from '../policy/index.ts'
import { portsConfig } from '../protocols/protocol.ts'
import { sessionConfig } from '../sessions/index.ts'
import { webhookConfig } from '../webhooks/index.ts'
import { certificatesConfig } from './config-certificates.ts'

const oneLine = /^[^\p{Cc}]+$/u
const path = z.string().min(1)

const baseUrl = z
  .string()
  .refine(isOrigin, 'must be an http or https address without a path, such as https://mfa.example.com')

const database = z
  .string()
  .min(1)
  .refine(
    (text) => !/^[a-z][a-z0-9+]*:\/\//i.test(text) || /^postgres(ql)?:\/\//.test(text),
    'must be a file, or start with postgres://',
  )

const keySource = z
  .strictObject({
    file: path
      .optional()
      .describe(
        'The key file, mode 0600; made at the first start. By default sallyport.key in the data folder.',
      ),
    env: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable')
      .optional()
      .describe(
        'The environment variable that holds the key, instead of a file. Setting SALLYPORT_KEY is enough.',
      ),
    command: z
      .array(z.string().min(1))
      .min(1)
      .refine((words) => words[0]?.startsWith('/'), 'must start with the full path of a program')
      .optional()
      .describe(
        'A program, with its arguments, that prints the key: a client of your secrets store. No shell reads it.',
      ),
  })
  .refine(
    (key) => Object.values(key).filter((value) => value !== undefined).length <= 1,
    'takes one of file, env and command',
  )

const tls = z
  .strictObject({
    cert: path.describe('The certificate and its chain, PEM. Read again on SIGHUP.'),
    key: path.describe('Its private key, PEM.'),
  })
  .optional()

const proxy = z
  .string()
  .refine(isNetwork, 'must be an IP address or a network such as 10.0.0.0/8, and not the whole world')

/** The server's own slice: where it listens, where it keeps things, how it logs. */
const serverShape = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(oneLine)
    .default('Sallyport')
    .describe('The name that people see: on pages, in mail.'),
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('The address to listen on. Beyond this machine it takes tls or trustedProxies.'),
  port: z.int().min(0).max(65_535).default(8080).describe('The port to listen on.'),
  baseUrl: baseUrl
    .optional()
    .describe('Where people reach the pages, and where links point to. By default http://localhost:<port>.'),
  data: path.default('./data').describe('The folder for database and key; mode 0700.'),
  database: database
    .optional()
    .meta({ variable: 'SALLYPORT_DATABASE_URL' })
    .describe('A file for SQLite, or postgres://user@host/name. By default sallyport.db in the data folder.'),
  key: keySource.prefault({}),
  trustedProxies: z
    .array(proxy)
    .default([])
    .describe('Reverse proxies whose X-Forwarded-* headers are believed; all others are not.'),
  tls,
  clientCertificates: certificatesConfig.prefault({}),
  ...portsConfig,
  metrics: z
    .strictObject({
      token: z
        .string()
        .min(16)
        .optional()
        .describe('The bearer token that /metrics asks for. Without it there is no /metrics.'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error', 'silent'])
        .default('info')
        .describe('The least that is logged.'),
    })
    .prefault({}),
}

/** The whole configuration: a slice for each folder, composed once. */
export const configSchema = z.strictObject({
  ...serverShape,
  policy: policyConfig.prefault({}),
  sessions: sessionConfig.prefault({}),
  authenticators: authenticatorConfig.prefault({}),
  delivery: deliveryConfig.prefault({}),
  directories: directoriesConfig
    .default({})
    .describe(
      'Where accounts and passwords come from besides; by name, each with its settings: see the guide.',
    ),
  countries: countriesConfig.prefault({}),
  webhooks: webhookConfig.prefault({}),
  factors: z
    .strictObject(Object.fromEntries(factorModules.map(({ id, config }) => [id, config.prefault({})])))
    .prefault({}),
})

export type ParsedConfig = z.infer<typeof configSchema>

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return false
  return (
    url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password && url.hostname !== ''
  )
}

/** An address, or a network that is not everything. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  if (!/^[1-9][0-9]{0,2}$/.test(prefix)) return false
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6')
    return true
  } catch {
    return false
  }
}
