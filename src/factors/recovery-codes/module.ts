import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { codesLeft } from './code-set.ts'
import { type RecoveryCodesConfig, recoveryCodesConfig } from './config.ts'
import { confirmRecoveryCodes, offerRecoveryCodes, refill } from './enrol.ts'
import { guide } from './guide.ts'
import { messages } from './messages.ts'
import {
  type RecoveryCodesData,
  type RecoveryCodesProof,
  recoveryCodesAnswer,
  recoveryCodesData,
  recoveryCodesOptions,
  recoveryCodesProof,
  setSize,
} from './schema.ts'
import { verifyRecoveryCode } from './verify.ts'

/** Ten one-time codes for the day when everything else is lost (NIST SP 800-63B-4 §3.1.2 and §4.2.1.1). */
export const recoveryCodesModule: FactorModule<RecoveryCodesConfig> = {
  id: 'recovery-codes',
  config: recoveryCodesConfig,
  create: (_, host) => asFactor(recoveryCodes(host)),
}

const traits: Traits = {
  first: false,
  role: 'recovery',
  comesAlong: true,
  kinds: ['has'],
  phishingResistant: false,
  restricted: false,
  // 120 bits are beyond guessing, but N-35 asks for a throttle all the same.
  guessable: true,
  perAccount: 1,
}

function recoveryCodes(host: FactorHost): Factor<RecoveryCodesData, RecoveryCodesProof, RecoveryCodesData> {
  return {
    id: 'recovery-codes',
    traits,
    guide,
    messages,
    data: recoveryCodesData,
    pending: recoveryCodesData,
    proof: recoveryCodesProof,
    answer: recoveryCodesAnswer,
    options: recoveryCodesOptions,
    fromCode: (code) => recoveryCodesProof.safeParse({ code }).data,
    offer: () => offerRecoveryCodes(host),
    confirm: ({ pending }) => confirmRecoveryCodes(pending),
    verify: ({ candidates, proof }) => verifyRecoveryCode(host, candidates, proof),
    operations: [refill(host)],
    // Which of them were used since the backup, nobody knows.
    afterRestore: () => 'void',
    describe: (data) => ({ left: codesLeft(data), of: setSize }),
  }
}
