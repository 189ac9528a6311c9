import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { askPhone } from './challenge.ts'
import { type PushConfig, pushConfig } from './config.ts'
import { phonesElsewhere } from './elsewhere.ts'
import { confirmPhone, offerPhone } from './enrol.ts'
import { guide } from './guide.ts'
import { messages } from './messages.ts'
import {
  type PushConfirmation,
  type PushData,
  type PushExpected,
  type PushPending,
  type PushProof,
  pushConfirmation,
  pushData,
  pushExpected,
  pushPending,
  pushProof,
} from './schema.ts'
import { createVapid, type Vapid } from './vapid.ts'
import { verifyPhone } from './verify.ts'

/** Approval on a phone: an application that is installed from here, with a key of its own (NIST SP 800-63B-4 §3.1.3). */
export const pushModule: FactorModule<PushConfig> = {
  id: 'push',
  config: pushConfig,
  create: (config, host) => asFactor(push(config, host)),
}

const traits: Omit<Traits, 'disturbs'> = {
  first: false,
  role: 'factor',
  kinds: ['has'],
  phishingResistant: false,
  restricted: false,
  guessable: false,
  perAccount: 5,
  enrolmentTries: 3,
}

function push(config: PushConfig, host: FactorHost): Factor<PushData, PushProof, PushPending, PushExpected> {
  const baseUrl = new URL(host.baseUrl)
  const unavailable = whyNot(config, baseUrl)
  const vapid = vapidOnce(host)
  return {
    id: 'push',
    traits: { ...traits, disturbs: { perHour: config.perHour } },
    guide,
    messages,
    data: pushData,
    pending: pushPending,
    expected: pushExpected,
    proof: pushProof,
    answer: pushConfirmation,
    unavailable: () => unavailable,
    offer: () => offerPhone(host),
    confirm: ({ pending, answer }) => confirmPhone(pending, answer as PushConfirmation),
    challenge: (input) => askPhone(host, config, input),
    verify: (input) => verifyPhone(baseUrl.origin, input),
    elsewhere: phonesElsewhere(host, config, vapid),
    settings: () => ({ callKey: vapid().publicKey }),
    signs: () => true,
    credentialType: () => 'app',
    describe: ({ reach }) => ({ called: reach !== undefined }),
  }
}

/** Derived at the first call or page: most processes need none. */
function vapidOnce(host: FactorHost): () => Vapid {
  let kept: Vapid | undefined
  return () => {
    kept ??= createVapid(host)
    return kept
  }
}

/** A phone keeps a key, and runs an application, only for an address that is safe, or its own. */
function whyNot({ enabled }: PushConfig, { protocol, hostname }: URL): string | undefined {
  if (!enabled) return 'off'
  return protocol === 'https:' || hostname === 'localhost' ? undefined : 'insecure'
}
