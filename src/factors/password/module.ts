import { availableParallelism } from 'node:os'
import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { type Adviser, adviser } from './advise.ts'
import { argon2Hasher, type Hasher } from './argon2.ts'
import { breachLists } from './breach.ts'
import { adviseOperation, changeOperation, renewOperation } from './change.ts'
import { commonPasswords } from './common-passwords.ts'
import { minimumLengthOf, type PasswordConfig, passwordConfig } from './config.ts'
import { confirmPassword, offerPassword } from './enrol.ts'
import { guide } from './guide.ts'
import { passwordHashes } from './hash.ts'
import { messages } from './messages.ts'
import { proves } from './proves.ts'
import { workQueue } from './queue.ts'
import {
  isElsewhere,
  type PasswordData,
  type PasswordPending,
  type PasswordProof,
  passwordAnswer,
  passwordData,
  passwordPending,
  passwordProof,
} from './schema.ts'
import { type StrengthMeter, strengthMeter } from './strength.ts'
import { cannotAsk, verifyPassword } from './verify.ts'

/** The factor with its types, before the list erases them. */
export type PasswordFactor = Factor<PasswordData, PasswordProof, PasswordPending>

/** What costs time of the processor. */
interface Means {
  readonly hasher: Hasher
  readonly measure: StrengthMeter
}

/** The password factor. Tests of other things hand in what is cheaper; the product never does. */
export function createPasswordModule(means: Partial<Means> = {}): FactorModule<PasswordConfig> {
  const { hasher = argon2Hasher(), measure = strengthMeter() } = means
  return {
    id: 'password',
    config: passwordConfig,
    create: (config, host) => asFactor(passwordFactor(config, host, { hasher, measure })),
  }
}

/** As it stands in the list of factors. */
export const passwordModule = createPasswordModule()

/** Advice on passwords for those who hold no authenticator yet: a meter on the page that sets the first one. */
export function createAdviser(
  config: PasswordConfig,
  host: Pick<FactorHost, 'dataFolder'>,
  measure = strengthMeter(),
): Adviser {
  return adviser({
    config,
    isCommon: commonPasswords(),
    measure,
    breaches: breachLists(config.breach, host.dataFolder),
  })
}

/** What its owner may know of it: when it was set, or whose it is. */
function describe(data: PasswordData): Readonly<Record<string, string | number | boolean>> {
  if (isElsewhere(data)) return { directory: data.directory }
  const { changedAt, weak } = data
  return { changedAt, ...(weak !== undefined && { weak }) }
}

const traits: Traits = {
  first: true,
  role: 'factor',
  kinds: ['knows'],
  phishingResistant: false,
  restricted: false,
  guessable: true,
  perAccount: 1,
}

/** The factor, typed; `create` of the module hands out the same with its types erased. */
export function passwordFactor(
  config: PasswordConfig,
  host: FactorHost,
  { hasher, measure }: Means,
): PasswordFactor {
  const queue = workQueue({
    concurrency: config.concurrency ?? availableParallelism(),
    waiting: config.queue,
  })
  const hashes = passwordHashes({ hasher, host, queue, cost: config.hash })
  const deps = { hashes, adviser: createAdviser(config, host, measure) }
  const judging = { ...deps, days: config.recheckDays, elsewhere: host.passwordsElsewhere }
  return {
    id: 'password',
    traits,
    guide,
    messages,
    data: passwordData,
    pending: passwordPending,
    proof: passwordProof,
    answer: passwordAnswer,
    offer: async ({ person }) => offerPassword(config, person),
    confirm: (input) => confirmPassword(deps, input),
    heldElsewhere: (owner) => ({ accepted: true, data: { ...owner }, ...proves }),
    verify: (input) => verifyPassword(judging, input),
    veils: (proof, source) => cannotAsk(judging, proof, source),
    operations: [changeOperation(deps), renewOperation(deps), adviseOperation(deps)],
    settings: () => ({ minimumLength: minimumLengthOf(config) }),
    isWeak: (data) => !isElsewhere(data) && data.weak === true,
    credentialType: () => 'password',
    describe,
  }
}
