import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { yubikeyAfterRestore } from './after-restore.ts'
import { type YubikeyConfig, yubikeyConfig } from './config.ts'
import { confirmYubikey, offerYubikey } from './enrol.ts'
import { guide } from './guide.ts'
import { importers } from './importers.ts'
import type { Judges } from './judge.ts'
import { createAskServers } from './judge-by-servers.ts'
import { messages } from './messages.ts'
import {
  publicIdOf,
  type YubikeyData,
  type YubikeyPending,
  type YubikeyProof,
  yubikeyData,
  yubikeyPending,
  yubikeyProof,
} from './schema.ts'
import { verifyYubikey } from './verify.ts'

/** YubiKeys that type a one-time password: AES-128 over counters, judged by us or by validation servers. */
export const yubikeyOtpModule: FactorModule<YubikeyConfig> = {
  id: 'yubikey-otp',
  config: yubikeyConfig,
  create: (config, host) => asFactor(yubikeyOtp(config, host)),
}

const traits: Traits = {
  first: false,
  role: 'factor',
  kinds: ['has'],
  phishingResistant: false,
  restricted: false,
  guessable: false, // 64 bits of private id and checksum inside a cipher of 128
  perAccount: 10,
}

function yubikeyOtp(
  config: YubikeyConfig,
  host: FactorHost,
): Factor<YubikeyData, YubikeyProof, YubikeyPending> {
  const judges: Judges = { config, askServers: createAskServers(config, host) }
  return {
    id: 'yubikey-otp',
    // Validation servers know keys that we have never seen.
    traits: { ...traits, opens: config.opens, pooled: judges.askServers === undefined },
    guide,
    messages,
    data: yubikeyData,
    pending: yubikeyPending,
    proof: yubikeyProof,
    answer: yubikeyProof,
    fromCode: (code) => yubikeyProof.safeParse({ otp: code }).data,
    unavailable: () => (config.enabled ? undefined : 'off'),
    offer: offerYubikey,
    claims: (_, answer) => publicIdOf(answer as YubikeyProof),
    confirm: ({ answer, claimed, context }) =>
      confirmYubikey(judges, answer as YubikeyProof, claimed, context.at),
    verify: ({ candidates, proof, context }) => verifyYubikey(judges, candidates, proof, context.at),
    handle: publicIdOf,
    afterRestore: yubikeyAfterRestore,
    importers,
    describe: describeKey,
  }
}

function describeKey(data: YubikeyData): Readonly<Record<string, string>> {
  const serial = data.judge === 'own' ? data.serial : undefined
  return { publicId: data.publicId, judge: data.judge, ...(serial ? { serial } : {}) }
}
