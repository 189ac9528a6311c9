import { childOf, elementAt, type XmlElement } from '../xml.ts'
import { type KeyPolicy, readPolicy, timeOf } from './policy.ts'
import { readValue, type Value } from './value.ts'

/** One key as it stands in the document (RFC 6030 §4). */
export interface KeyPackage {
  readonly where: string
  readonly keyId: string
  readonly serial: string
  readonly maker: string | undefined
  readonly model: string | undefined
  /** When the device wears out. */
  readonly deviceExpiresAt: number | undefined
  /** The last part of its URI: `hotp`, `totp`, `ocra`, `pin`. */
  readonly algorithm: string
  readonly suite: string | undefined
  readonly response: Response
  readonly secret: Value | undefined
  readonly counter: Value | undefined
  readonly period: Value | undefined
  /** It has no secret but the name of one that both sides are to derive it from (RFC 6030 §4.2, figure 4). */
  readonly isReference: boolean
  readonly policy: KeyPolicy
}

/** What its codes look like. */
export interface Response {
  readonly length: number | undefined
  readonly encoding: string
  readonly hasCheckDigit: boolean
}

/** Time and TimeDrift are not read: where a clock stands its codes tell, better than its maker knew. */
export function readKeyPackage(element: XmlElement, number: number): KeyPackage {
  const device = childOf(element, 'DeviceInfo')
  const key = childOf(element, 'Key')
  const data = childOf(key, 'Data')
  const keyId = key?.attributes.Id ?? ''
  const serial = childOf(device, 'SerialNo')?.text ?? keyId
  return {
    where: `Key package ${number}, serial number ${serial.replace(/[^\x20-\x7e]/g, '?').slice(0, 64)}`,
    keyId,
    serial,
    maker: childOf(device, 'Manufacturer')?.text,
    model: childOf(device, 'Model')?.text,
    deviceExpiresAt: finite(timeOf(childOf(device, 'ExpiryDate'))),
    algorithm: key?.attributes.Algorithm?.split(/[:#]/).at(-1)?.toLowerCase() ?? '',
    suite: elementAt(key, 'AlgorithmParameters', 'Suite')?.text,
    response: readResponse(elementAt(key, 'AlgorithmParameters', 'ResponseFormat')),
    secret: readValue(childOf(data, 'Secret')),
    counter: readValue(childOf(data, 'Counter')),
    period: readValue(childOf(data, 'TimeInterval')),
    isReference: childOf(key, 'KeyReference') !== undefined || childOf(key, 'KeyProfileId') !== undefined,
    policy: readPolicy(childOf(key, 'Policy')),
  }
}

function readResponse(format: XmlElement | undefined): Response {
  const { Length, Encoding = 'DECIMAL', CheckDigits } = format?.attributes ?? {}
  return {
    length: Length === undefined ? undefined : Number(Length),
    encoding: Encoding,
    hasCheckDigit: CheckDigits === 'true' || CheckDigits === '1',
  }
}

function finite(time: number | undefined): number | undefined {
  return Number.isNaN(time) ? undefined : time
}
