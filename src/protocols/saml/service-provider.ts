import { type KeyObject, X509Certificate } from 'node:crypto'
import { errorCode } from '../../kernel/error-code.ts'
import { isForBrowsers } from '../browser-address.ts'
import type { Element } from './dom.ts'
import { unreadableMetadata } from './errors.ts'
import { bindings, ns } from './names.ts'
import type { SamlSettings } from './settings.ts'
import { attributeOf, childOf, childrenOf, flagOf, isNamed, ofMetadata, readXml, textOf } from './xml-read.ts'

export interface ConsumerService {
  readonly location: string
  readonly index: number | undefined
  readonly isDefault: boolean
}

export interface LogoutService {
  readonly binding: 'redirect' | 'post'
  /** Where requests go. */
  readonly location: string
  /** Where answers go. */
  readonly responseLocation: string
}

/** An application as the protocol knows it. */
export interface ServiceProvider {
  readonly entityId: string
  /** Where it takes responses, by POST; nothing else is ever answered to. */
  readonly consumers: readonly ConsumerService[]
  readonly logout: LogoutService | undefined
  readonly signingKeys: readonly KeyObject[]
  readonly encryptionKey: KeyObject | undefined
  readonly signsRequests: boolean
  /** Until when its metadata may be used; undefined where they do not say, or there are none. */
  readonly validUntil: number | undefined
}

/** Of one without metadata, from what is set by hand. Throws `saml.metadata`. */
export function serviceProviderOf({
  entityId,
  acsUrls,
  logoutUrl,
  certificates,
}: SamlSettings): ServiceProvider {
  if (!entityId || acsUrls.length === 0)
    throw unreadableMetadata('neither metadata nor entity ID and ACS URL')
  const keys = certificates.map(keyOf)
  return {
    entityId,
    consumers: acsUrls.map((location, index) => ({ location, index, isDefault: index === 0 })),
    logout: logoutUrl ? { binding: 'redirect', location: logoutUrl, responseLocation: logoutUrl } : undefined,
    signingKeys: keys,
    encryptionKey: keys.find(({ asymmetricKeyType }) => asymmetricKeyType === 'rsa'),
    signsRequests: false,
    validUntil: undefined,
  }
}

/** SAML Metadata §2.4.4: one service provider. Throws `saml.metadata`. */
export function readMetadata(text: string): ServiceProvider {
  try {
    return fromEntity(readXml(text.trim().replace(/^\ufeff/, ''), ofMetadata))
  } catch (error) {
    throw errorCode(error) === 'saml.metadata' ? error : unreadableMetadata('it cannot be read', error)
  }
}

function fromEntity(entity: Element): ServiceProvider {
  if (!isNamed(entity, ns.metadata, 'EntityDescriptor')) throw unreadableMetadata('not one EntityDescriptor')
  const entityId = attributeOf(entity, 'entityID')
  const role = childOf(entity, ns.metadata, 'SPSSODescriptor')
  if (!entityId || !role) throw unreadableMetadata('not of a service provider')
  const consumers = consumersOf(role)
  if (consumers.length === 0) throw unreadableMetadata('no AssertionConsumerService by POST')
  return {
    entityId,
    consumers,
    logout: logoutOf(role),
    signingKeys: keysOf(role, 'signing'),
    encryptionKey: keysOf(role, 'encryption').find(({ asymmetricKeyType }) => asymmetricKeyType === 'rsa'),
    signsRequests: flagOf(role, 'AuthnRequestsSigned'),
    validUntil: validUntilOf(entity),
  }
}

function validUntilOf(entity: Element): number | undefined {
  const until = attributeOf(entity, 'validUntil')
  const at = until === undefined ? Number.NaN : Date.parse(until)
  return Number.isNaN(at) ? undefined : at
}

function consumersOf(role: Element): readonly ConsumerService[] {
  return childrenOf(role, ns.metadata, 'AssertionConsumerService')
    .filter((service) => attributeOf(service, 'Binding') === bindings.post)
    .map((service) => ({
      location: locationOf(service, 'Location'),
      index: indexOf(attributeOf(service, 'index')),
      isDefault: flagOf(service, 'isDefault'),
    }))
}

function logoutOf(role: Element): LogoutService | undefined {
  const services = childrenOf(role, ns.metadata, 'SingleLogoutService')
  for (const binding of ['redirect', 'post'] as const) {
    const service = services.find((one) => attributeOf(one, 'Binding') === bindings[binding])
    if (!service) continue
    const location = locationOf(service, 'Location')
    const answers = attributeOf(service, 'ResponseLocation')
      ? locationOf(service, 'ResponseLocation')
      : location
    return { binding, location, responseLocation: answers }
  }
  return undefined
}

/** Browsers are sent there: never to something that runs in a page, or where others read it on the way. */
function locationOf(service: Element, name: string): string {
  const location = attributeOf(service, name) ?? ''
  if (!isForBrowsers(location)) throw unreadableMetadata('an address that is none, or not over TLS')
  return location
}

function indexOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined
}

/** Several while one takes the place of another; one that does not say for what is for both. */
function keysOf(role: Element, use: 'signing' | 'encryption'): readonly KeyObject[] {
  return childrenOf(role, ns.metadata, 'KeyDescriptor')
    .filter((descriptor) => (attributeOf(descriptor, 'use') ?? use) === use)
    .flatMap((descriptor) =>
      Array.from(descriptor.getElementsByTagNameNS(ns.signature, 'X509Certificate')).map((one) =>
        keyOf(textOf(one)),
      ),
    )
}

/** The key in a certificate, which is but its envelope: metadata are what vouches for it, not a chain. */
function keyOf(text: string): KeyObject {
  const base64 = text.replace(/-----[A-Z ]+-----|\s/g, '')
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).publicKey
  } catch (error) {
    throw unreadableMetadata('a certificate that is none', error)
  }
}
