import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { type AccessPassConfig, accessPassConfig } from './config.ts'
import { guide } from './guide.ts'
import { messages } from './messages.ts'
import { confirmPass, offerPass } from './offer.ts'
import {
  type AccessPassData,
  type AccessPassOptions,
  type AccessPassProof,
  accessPassAnswer,
  accessPassData,
  accessPassOptions,
  accessPassProof,
} from './schema.ts'
import { verifyPass } from './verify.ts'

/** A code that an administrator hands out, for on-boarding and for the day when a factor is lost (R2, R11). */
export const accessPassModule: FactorModule<AccessPassConfig> = {
  id: 'access-pass',
  config: accessPassConfig,
  create: (config, host) => asFactor(accessPass(config, host)),
}

const traits: Traits = {
  first: false,
  admits: true,
  handedOut: true,
  role: 'recovery',
  kinds: ['has'],
  phishingResistant: false,
  restricted: false,
  guessable: true,
  perAccount: 1,
}

function accessPass(
  config: AccessPassConfig,
  host: FactorHost,
): Factor<AccessPassData, AccessPassProof, AccessPassData> {
  return {
    id: 'access-pass',
    traits,
    guide,
    messages,
    data: accessPassData,
    pending: accessPassData,
    proof: accessPassProof,
    answer: accessPassAnswer,
    options: accessPassOptions(config),
    settings: () => ({
      longestLifetime: config.longestLifetime,
      mostUses: config.mostUses,
      lifetime: config.lifetime,
    }),
    fromCode: (code) => accessPassProof.safeParse({ code }).data,
    offer: ({ options, context }) => offerPass(config, host, options as AccessPassOptions, context.at),
    confirm: ({ pending }) => confirmPass(pending),
    verify: ({ candidates, proof, context }) => verifyPass(host, candidates, proof, context.at),
    describe: ({ startsAt, expiresAt, uses }) => ({ startsAt, expiresAt, uses }),
    // What was used since the backup is forgotten, so it may have been all of it (R17).
    afterRestore: () => 'void',
  }
}
