import { z } from 'zod'
import type { Finding, Trial } from '../../../applications/index.ts'
import type { Outbound } from '../../../delivery/index.ts'
import { type Fault, reached, unreached } from '../../reach.ts'
import { clouds, issuerOf, keysAddressOf } from './clouds.ts'
import { ourIssuer } from './metadata.ts'
import { paths } from './routes.ts'
import type { EntraSettings } from './settings.ts'

const metadata = z.object({ issuer: z.string(), jwks_uri: z.url() })
const ourKeys = z.object({ keys: z.array(z.object({ x5c: z.array(z.string()).min(1) })).min(1) })
const theirKeys = z.object({ keys: z.array(z.object({ kid: z.string() })).min(1) })

const proxyRemedy =
  'Microsoft comes by this address: set `baseUrl` to the one that the internet reaches, and have the proxy before us hand on all of /entra/.'

/** Reads what Microsoft would read of us, and what we would read of it. Nobody is signed in by that: only people can. */
export async function tryOutEntra(trial: Trial<EntraSettings>, reach: Outbound): Promise<readonly Finding[]> {
  return Promise.all([discovery(trial, reach), keys(trial, reach), tenant(trial, reach)])
}

async function discovery({ baseUrl }: Trial<EntraSettings>, reach: Outbound): Promise<Finding> {
  const check = 'discovery'
  const asked = await reached(reach, `${baseUrl}${paths.discovery}`)
  if (!asked.response) return notReached(check, asked.fault, proxyRemedy)
  const read = metadata.safeParse(await jsonOf(asked.response))
  if (!read.success || read.data.issuer !== ourIssuer(baseUrl))
    return {
      check,
      outcome: 'bad',
      says: 'It is not answered with what we publish there.',
      remedy: proxyRemedy,
    }
  if (!baseUrl.startsWith('https:'))
    return { check, outcome: 'bad', says: 'Microsoft asks by https alone.', remedy: proxyRemedy }
  return { check, outcome: 'good', says: `${ourIssuer(baseUrl)} can be discovered from here.` }
}

async function keys({ baseUrl }: Trial<EntraSettings>, reach: Outbound): Promise<Finding> {
  const check = 'signing-keys'
  const asked = await reached(reach, `${baseUrl}${paths.keys}`)
  if (!asked.response) return notReached(check, asked.fault, proxyRemedy)
  return ourKeys.safeParse(await jsonOf(asked.response)).success
    ? { check, outcome: 'good', says: 'Our keys can be fetched, each with its certificate.' }
    : { check, outcome: 'bad', says: 'It is not answered with our keys.', remedy: proxyRemedy }
}

async function tenant({ settings }: Trial<EntraSettings>, reach: Outbound): Promise<Finding> {
  const check = 'tenant'
  const host = new URL(clouds[settings.cloud]).host
  const asked = await reached(reach, `${issuerOf(settings)}/.well-known/openid-configuration`)
  if (!asked.response) return notReached(check, asked.fault)
  const read = metadata.safeParse(await jsonOf(asked.response))
  if (!read.success || read.data.issuer !== issuerOf(settings))
    return {
      check,
      outcome: 'bad',
      says: `${host} knows no organisation by this id.`,
      remedy: 'Copy the directory (tenant) ID of the overview there, and choose its cloud.',
    }
  const signs = await reached(reach, keysAddressOf(settings))
  if (!signs.response) return notReached(check, signs.fault)
  return theirKeys.safeParse(await jsonOf(signs.response)).success
    ? { check, outcome: 'good', says: `${host} knows the organisation, and tells by which keys it signs.` }
    : { check, outcome: 'bad', says: `${host} does not tell by which keys it signs.` }
}

/** Bad also where we do not call: then no sign-in reaches it either. */
function notReached(check: string, fault: Fault, otherwise?: string): Finding {
  return { ...unreached(check, fault, otherwise), outcome: 'bad' }
}

async function jsonOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined)
}
