import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { tokenAfterRestore } from './after-restore.ts'
import { batteryEnds } from './battery.ts'
import { pinOperations } from './change-pin.ts'
import { type TokenConfig, tokenConfig } from './config.ts'
import { describeToken } from './describe.ts'
import { confirmToken, offerToken } from './enrol.ts'
import { guide } from './guide.ts'
import { tokenImporters } from './import/index.ts'
import { messages } from './messages.ts'
import { proves } from './proves.ts'
import { askTokens } from './question.ts'
import { resynchronizeOperations } from './resynchronize.ts'
import {
  type TokenAnswer,
  type TokenData,
  type TokenExpected,
  type TokenPending,
  type TokenProof,
  tokenAnswer,
  tokenData,
  tokenExpected,
  tokenPending,
  tokenProof,
} from './schema.ts'
import { canonicalSerial } from './serial.ts'
import { verifyToken } from './verify.ts'

/** Codes of a device that one buys by the box: by event (RFC 4226), by time (RFC 6238), by question (RFC 6287). */
export const hotpTokenModule: FactorModule<TokenConfig> = {
  id: 'hotp-token',
  config: tokenConfig,
  create: (config, host) => asFactor(hotpToken(config, host)),
}

const traits: Traits = {
  first: false,
  role: 'factor',
  kinds: ['has', 'knows'],
  phishingResistant: false,
  restricted: false,
  guessable: true,
  pooled: true,
  perAccount: 5,
}

function hotpToken(
  config: TokenConfig,
  host: FactorHost,
): Factor<TokenData, TokenProof, TokenPending, TokenExpected> {
  return {
    id: 'hotp-token',
    traits,
    guide,
    messages,
    data: tokenData,
    pending: tokenPending,
    expected: tokenExpected,
    proof: tokenProof,
    answer: tokenAnswer,
    fromCode: (code) => tokenProof.safeParse({ code }).data,
    unavailable: (use) => (config.enabled || use === 'prove' ? undefined : 'off'),
    offer: async () => offerToken(config, host.random),
    claims: (_, answer) => claimOf(answer as TokenAnswer),
    confirm: async ({ pending, answer, claimed, context }) =>
      confirmToken({ config, host }, { pending, answer: answer as TokenAnswer, claimed, at: context.at }),
    asks: ({ kind }) => kind === 'challenge',
    signs: ({ kind }) => kind === 'challenge',
    challenge: async ({ candidates, context }) => askTokens(host.random, candidates, context),
    verify: ({ candidates, proof, expected, context }) =>
      verifyToken({ config, host }, candidates, { proof, expected, context }),
    operations: [...resynchronizeOperations(config), ...pinOperations(config, host)],
    strength: proves,
    foreseenEnd: (token) => batteryEnds(config.battery, token),
    describe: (token) => describeToken(config, token),
    afterRestore: (held, at) => tokenAfterRestore(config, held, at),
    importers: tokenImporters(config, host),
  }
}

function claimOf({ serial }: TokenAnswer): string | undefined {
  return serial === undefined ? undefined : canonicalSerial(serial)
}
