import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { z } from 'zod'
import type { Random } from '../../../kernel/random.ts'
import { simulatorMark } from '../../../kernel/simulator-mark.ts'
import {
  authorityExtensions,
  type HolderWish,
  holderExtensions,
  purposes,
  type Signer,
  subjectNameOf,
  writeCertificate,
  writeName,
} from '../../../x509/index.ts'

const day = 86_400_000
/** Clocks differ: what was issued just now is good everywhere. */
const slack = 60 * 60_000
const authorityDays = 3650

const keyAndCertificate = {
  /** DER, Base64. */
  certificate: z.base64(),
  /** PKCS #8, PEM. */
  privateKey: z.string(),
}

/** The authority of a folder, as it is kept. */
export const keptAuthority = z.strictObject({
  ...keyAndCertificate,
  /** How many lists it has issued. */
  lists: z.int().min(0),
})
export type KeptAuthority = z.infer<typeof keptAuthority>

/** A card, as it is kept. */
export const keptCard = z.strictObject({
  ...keyAndCertificate,
  /** Hexadecimal. */
  serial: z.string(),
  notAfter: z.int(),
  revokedAt: z.int().optional(),
})
export type KeptCard = z.infer<typeof keptCard>

/** What somebody's card is to say. */
export interface CardWish extends Pick<HolderWish, 'email' | 'principalName' | 'policies'> {
  readonly name: string
  readonly days: number
  /** Where the authority answers. */
  readonly address: string
}

/** A root that bears the mark: no server believes it (R9). */
export function newAuthority(batch: string, { at, random }: Moment): KeptAuthority {
  const { publicKey, privateKey } = newKeys()
  const name = writeName(simulatorMark, `Root ${batch}`)
  const certificate = writeCertificate(
    {
      subject: name,
      publicKey,
      serial: newSerial(random),
      notBefore: at - slack,
      notAfter: at + authorityDays * day,
      extensions: authorityExtensions(),
    },
    { name, privateKey },
  )
  return { ...kept(certificate, privateKey), lists: 0 }
}

export interface Moment {
  readonly at: number
  readonly random: Random
}

/** A card for signing in, by TLS and to Windows. */
export function issueCard(authority: KeptAuthority, wish: CardWish, { at, random }: Moment): KeptCard {
  const { publicKey, privateKey } = newKeys()
  const serial = newSerial(random)
  const notAfter = at + wish.days * day
  const certificate = writeCertificate(
    {
      subject: writeName(simulatorMark, wish.name),
      publicKey,
      serial,
      notBefore: at - slack,
      notAfter,
      extensions: holderExtensions({
        ...wish,
        purposes: [purposes.clientAuthentication, purposes.windowsSignIn],
        listAddress: `${wish.address}/revoked.crl`,
        statusAddress: `${wish.address}/status`,
      }),
    },
    signerOf(authority),
  )
  return { ...kept(certificate, privateKey), serial: Buffer.from(serial).toString('hex'), notAfter }
}

export function signerOf({ certificate, privateKey }: KeptAuthority): Signer {
  const key = createPrivateKey(privateKey)
  return { name: subjectNameOf(Buffer.from(certificate, 'base64')), privateKey: key }
}

function newKeys() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

function kept(certificate: Uint8Array, privateKey: ReturnType<typeof newKeys>['privateKey']) {
  return {
    certificate: Buffer.from(certificate).toString('base64'),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

/** Positive, and of one length. */
function newSerial(random: Random): Uint8Array {
  const serial = random.bytes(16)
  return serial.with(0, 0x40 | ((serial[0] ?? 0) & 0x3f))
}
