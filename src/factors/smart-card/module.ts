import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { challengeCard } from './challenge.ts'
import { type SmartCardConfig, smartCardConfig } from './config.ts'
import { confirmCard, offerCard } from './enrol.ts'
import { readCertificates } from './files.ts'
import { guide } from './guide.ts'
import type { Judges } from './judge-certificate.ts'
import { messages } from './messages.ts'
import { proves } from './proves.ts'
import { openRevocation } from './revocation/index.ts'
import {
  type SmartCardData,
  type SmartCardExpected,
  type SmartCardPending,
  type SmartCardProof,
  smartCardData,
  smartCardExpected,
  smartCardPending,
  smartCardProof,
} from './schema.ts'
import { verifyCard } from './verify.ts'

/** Certificates on cards, tokens and computers, presented by TLS (RFC 5280, RFC 6960). */
export const smartCardModule: FactorModule<SmartCardConfig> = {
  id: 'smart-card',
  config: smartCardConfig,
  create: (config, host) => asFactor(smartCard(config, host)),
}

const traits: Traits = {
  first: false,
  role: 'factor',
  kinds: ['has', 'knows'],
  phishingResistant: true,
  restricted: false,
  guessable: false,
  perAccount: 5,
}

function smartCard(
  config: SmartCardConfig,
  host: FactorHost,
): Factor<SmartCardData, SmartCardProof, SmartCardPending, SmartCardExpected> {
  const anchors = readCertificates(config.anchors, host.dataFolder)
  const judges: Judges = {
    config,
    anchors,
    intermediates: readCertificates(config.intermediates, host.dataFolder),
    revocation: openRevocation(config.revocation, host),
  }
  const isOn = anchors.length > 0 && host.certificateUrl !== undefined
  return {
    id: 'smart-card',
    traits,
    guide,
    messages,
    data: smartCardData,
    pending: smartCardPending,
    expected: smartCardExpected,
    proof: smartCardProof,
    answer: smartCardProof,
    unavailable: () => (isOn ? undefined : 'off'),
    offer: () => offerCard(host),
    confirm: ({ pending, answer, context }) =>
      confirmCard(judges, { pending, answer: answer as SmartCardProof, context }),
    challenge: () => challengeCard(host),
    verify: (input) => verifyCard(judges, host, input),
    strength: ({ onCard }) => proves(onCard),
    credentialType: () => 'x509',
    describe: ({ subject, issuer, serial, notAfter, onCard }) => ({
      subject,
      issuer,
      serial,
      notAfter,
      onCard,
    }),
    certificates: { authorities: [...anchors, ...judges.intermediates].map(({ der }) => der) },
  }
}
