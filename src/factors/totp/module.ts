import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { totpAfterRestore } from './after-restore.ts'
import { type TotpConfig, totpConfig, windowOf } from './config.ts'
import { confirmTotp, offerTotp } from './enrol.ts'
import { guide } from './guide.ts'
import { keyFromUri, keyUriOf } from './key-uri.ts'
import { messages } from './messages.ts'
import { createPainter } from './picture.ts'
import { resynchronize } from './resynchronize.ts'
import {
  type TotpAnswer,
  type TotpData,
  type TotpKey,
  type TotpOptions,
  type TotpProof,
  totpAnswer,
  totpData,
  totpKey,
  totpOptions,
  totpProof,
} from './schema.ts'
import { verifyTotp } from './verify.ts'

/** Codes of an authenticator app, made of a shared secret and the time (RFC 6238). */
export const totpModule: FactorModule<TotpConfig> = {
  id: 'totp',
  config: totpConfig,
  create: (config, host) => asFactor(totp(config, host)),
}

const traits: Traits = {
  first: false,
  role: 'factor',
  kinds: ['has'],
  phishingResistant: false,
  restricted: false,
  guessable: true,
  perAccount: 10,
}

function totp(config: TotpConfig, host: FactorHost): Factor<TotpData, TotpProof, TotpKey> {
  const { random } = host
  const paint = createPainter({ logo: config.logo, dataFolder: host.dataFolder })
  return {
    id: 'totp',
    traits,
    guide,
    messages,
    data: totpData,
    pending: totpKey,
    proof: totpProof,
    answer: totpAnswer,
    options: totpOptions,
    fromCode: (code) => totpProof.safeParse({ code }).data,
    offer: ({ person, options, context }) =>
      offerTotp({ config, random, paint }, { person, options: options as TotpOptions | undefined, context }),
    confirm: ({ pending, answer, context }) => confirmTotp(config, pending, answer as TotpAnswer, context.at),
    verify: ({ candidates, proof, context }) => verifyTotp(candidates, proof, context.at, windowOf(config)),
    operations: [resynchronize],
    importUri: keyFromUri,
    exportUri: keyUriOf,
    afterRestore: (held, at) => totpAfterRestore(config, held, at),
    credentialType: () => 'app',
    describe: ({ algorithm, digits, period, clock }) => ({
      algorithm,
      digits,
      period,
      clockOffset: clock.offset * period,
    }),
  }
}
