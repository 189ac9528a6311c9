import { X509Certificate } from 'node:crypto'
import type { Finding, Trial } from '../../applications/index.ts'
import type { Outbound } from '../../delivery/index.ts'
import { type Fault, reached, unreached } from '../reach.ts'
import { addressesAt } from './addresses.ts'
import { readMetadata, type ServiceProvider, serviceProviderOf } from './service-provider.ts'
import type { SamlSettings } from './settings.ts'

const day = 24 * 3_600_000
/** Days in which somebody can still do something about it. */
const soon = 30
const mostAddresses = 5

/** Reads what the application says of itself, what we say of ourselves, and goes where our answers would. */
export async function tryOutSaml(trial: Trial<SamlSettings>, reach: Outbound): Promise<readonly Finding[]> {
  const [ours, theirs] = await Promise.all([ownMetadata(trial, reach), theirMetadata(trial, reach)])
  if (!theirs.provider) return [ours, theirs.finding]
  const { provider, text } = theirs
  const services = await Promise.all(
    provider.consumers.slice(0, mostAddresses).map(({ location }) => consumerOf(location, reach)),
  )
  return [ours, theirs.finding, ...freshness(trial, provider), ...certificates(trial, text), ...services]
}

async function ownMetadata({ baseUrl }: Trial<SamlSettings>, reach: Outbound): Promise<Finding> {
  const check = 'our-metadata'
  const { entityId } = addressesAt(baseUrl)
  const remedy =
    'Set `baseUrl` to the address that people and applications reach, and have the proxy hand on /saml/.'
  const { response, fault } = await reached(reach, entityId)
  if (!response) return { check, outcome: 'bad', says: fault.says, remedy: fault.remedy ?? remedy }
  const text = await response.text()
  return response.status === 200 && text.includes(`entityID="${entityId}"`)
    ? { check, outcome: 'good', says: `Our metadata can be fetched at ${entityId}.` }
    : { check, outcome: 'bad', says: `${entityId} answers, and not with our metadata.`, remedy }
}

interface TheirMetadata {
  readonly finding: Finding
  readonly provider?: ServiceProvider
  /** With the certificates in it. */
  readonly text: string
}

async function theirMetadata({ settings }: Trial<SamlSettings>, reach: Outbound): Promise<TheirMetadata> {
  const { metadata, metadataUrl } = settings
  if (metadata !== undefined || metadataUrl === undefined)
    return readAs(metadata ?? settings.certificates.join('\n'), () =>
      metadata === undefined ? serviceProviderOf(settings) : readMetadata(metadata),
    )
  const { response, fault } = await reached(reach, metadataUrl)
  if (!response) return { finding: notFetched(fault), text: '' }
  if (response.status !== 200) {
    const says = `${metadataUrl} answers with ${response.status}.`
    return { finding: notFetched({ says, remedy: 'Look for another address of its metadata.' }), text: '' }
  }
  const text = await response.text()
  return readAs(text, () => readMetadata(text))
}

function notFetched(fault: Fault): Finding {
  return unreached('its-metadata', fault, 'Set the metadata as text.')
}

function readAs(text: string, read: () => ServiceProvider): TheirMetadata {
  const check = 'its-metadata'
  try {
    const provider = read()
    return { text, provider, finding: { check, outcome: 'good', says: `It is ${provider.entityId}.` } }
  } catch (error) {
    const says = `What is known of it cannot be read: ${error instanceof Error ? error.message : 'unknown'}`
    return { text, finding: { check, outcome: 'bad', says, remedy: 'Set its metadata anew.' } }
  }
}

function freshness({ now }: Trial<SamlSettings>, { validUntil }: ServiceProvider): readonly Finding[] {
  if (validUntil === undefined) return []
  const check = 'metadata-age'
  const left = Math.floor((validUntil - now) / day)
  return left >= 0
    ? [{ check, outcome: 'good', says: `Its metadata are good for ${daysOf(left)} more.` }]
    : [{ check, outcome: 'bad', says: 'Its metadata are over.', remedy: 'Have it publish new ones.' }]
}

/** Nobody is refused for the date in a certificate: whoever changes it in time is not surprised. */
function certificates({ now }: Trial<SamlSettings>, text: string): readonly Finding[] {
  return certificatesIn(text).map(({ validTo, subject }) => {
    const check = 'its-certificate'
    const left = Math.floor((Date.parse(validTo) - now) / day)
    const name = subject.replaceAll('\n', ', ')
    if (left > soon) return { check, outcome: 'good', says: `${name} is good for ${daysOf(left)} more.` }
    const remedy = 'It goes on to be taken here. Ask whether the application takes a new one, and set that.'
    const says = left < 0 ? `${name} is over.` : `${name} is over in ${daysOf(left)}.`
    return { check, outcome: 'unknown', says, remedy }
  })
}

function certificatesIn(text: string): readonly X509Certificate[] {
  const found = text.matchAll(
    /<(?:[\w-]+:)?X509Certificate>([\sA-Za-z0-9+/=]+)<|-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-/g,
  )
  const bodies = [...found].map(([, xml, pem]) => (xml ?? pem ?? '').replaceAll(/\s/g, ''))
  return [...new Set(bodies)].flatMap((body) => {
    try {
      return [new X509Certificate(Buffer.from(body, 'base64'))]
    } catch {
      return []
    }
  })
}

async function consumerOf(location: string, reach: Outbound): Promise<Finding> {
  const check = 'acs-url'
  const { origin } = new URL(location)
  const { response, fault } = await reached(reach, location)
  if (!response) return unreached(check, fault)
  if (response.status === 404)
    return {
      check,
      outcome: 'unknown',
      says: `${location} is not found when it is opened; it may take forms only.`,
      remedy: 'Compare the ACS URL with what the application says.',
    }
  return { check, outcome: 'good', says: `${origin} is reached, and its certificate is trusted.` }
}

function daysOf(count: number): string {
  return count === 1 ? 'one day' : `${count} days`
}
