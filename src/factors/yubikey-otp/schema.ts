import { z } from 'zod'
import { canonicalModhex } from './modhex.ts'

const blockLetters = 32
const modhexPairs = /^(?:[cbdefghijklnrtuv]{2})+$/

/** Up to sixteen bytes of modhex; keys from the factory have six. Without one a key could not name its owner. */
export const publicId = z.string().min(2).max(32).regex(modhexPairs)
export const privateId = z.string().regex(/^[0-9a-f]{12}$/)
export const aesKey = z.string().regex(/^[0-9a-f]{32}$/)

/** When the newest accepted touch was, by the key's clock and by ours. */
const moment = z.strictObject({
  powerUp: z.int().min(0).max(0x7fff),
  ticks: z.int().min(0).max(0xffffff),
  at: z.int().min(0),
})
export type Moment = z.infer<typeof moment>

/** Here since an older backup came back: the newest touch that was seen since then, and when. */
const restored = z.strictObject({ counter: z.int().min(0).optional(), at: z.int().min(0).optional() })
export type Restored = z.infer<typeof restored>

const own = z.strictObject({
  judge: z.literal('own'),
  publicId,
  privateId,
  key: aesKey,
  serial: z.string().max(32).optional(),
  moment: moment.optional(),
  restored: restored.optional(),
})

/** A key whose secret we hold. */
export type OwnKey = z.infer<typeof own>

const foreign = z.strictObject({
  judge: z.literal('servers'),
  publicId,
  restored: restored.optional(),
})

/** A key whose secret validation servers hold. */
export type ForeignKey = z.infer<typeof foreign>

export const yubikeyData = z.discriminatedUnion('judge', [own, foreign])
export type YubikeyData = z.infer<typeof yubikeyData>

/** Nothing is kept of an offer: the touch that confirms it says which key it is. */
export const yubikeyPending = z.strictObject({})
export type YubikeyPending = z.infer<typeof yubikeyPending>

/**
 * A public id and 32 letters more. It becomes canonical here and nowhere else, so that no alias of a spent one counts
 * as another (V-32, A-007).
 */
const otp = z
  .string()
  .max(128)
  .overwrite(canonicalModhex)
  .min(2 + blockLetters)
  .max(32 + blockLetters)
  .regex(modhexPairs, 'is not what a YubiKey types')

export const yubikeyProof = z.strictObject({ otp })
export type YubikeyProof = z.infer<typeof yubikeyProof>

/** The public id in front of an OTP. */
export function publicIdOf(typed: YubikeyProof): string {
  return typed.otp.slice(0, -blockLetters)
}

/** The encrypted block behind it. */
export function sealedBlockOf(typed: YubikeyProof): string {
  return typed.otp.slice(-blockLetters)
}
