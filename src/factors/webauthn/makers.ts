import { createHash } from 'node:crypto'
import type { Certificate } from '../../x509/index.ts'
import type { FactorHost } from '../factor.ts'
import { pathToAnchor } from './attestation/path.ts'
import { parseRoots, readRoots } from './attestation/roots.ts'
import { serialNumberIn } from './attestation/serial-number.ts'
import type { Made } from './attestation/statement.ts'
import { hasMetadata, namesModels, needsProof, type WebauthnConfig } from './config.ts'
import { knownName } from './known-names.ts'
import {
  fidoRoots,
  isOverdue,
  isReported,
  type Metadata,
  type Model,
  openMetadata,
} from './metadata/index.ts'

/** What a key is when it is added. */
export interface NewKey {
  readonly made: Made
  readonly aaguid: string
  readonly backupEligible: boolean
}

/** Whether the make of a key is good enough to add it. `because` is the id of a message. */
export type MakeVerdict =
  | {
      readonly accepted: true
      readonly model: string
      readonly attested: boolean
      readonly name: string | undefined
      /** Where it was asked for and its maker is proven. Hexadecimal. */
      readonly serialNumber: string | undefined
    }
  | { readonly accepted: false; readonly because: MakeRefusal }

export type MakeRefusal = 'make-unproven' | 'make-refused' | 'model-compromised' | 'metadata-overdue'

/** Whose word on the make of a key counts, and what is known of its model. */
export interface Makers {
  judge(key: NewKey, at: number): Promise<MakeVerdict>
  /** Whether keys of a model may still be used; asked at every sign-in. */
  standing(model: string, at: number): Promise<'good' | 'compromised' | 'unknown'>
  refresh(): Promise<void>
}

type MakersConfig = Pick<WebauthnConfig, 'attestation' | 'metadata'>

export function openMakers(config: MakersConfig, host: FactorHost): Makers {
  const { attestation } = config
  const roots = readRoots(attestation.roots, host.dataFolder)
  const speakers = attestation.rootsFor.map(({ models, roots }) => ({
    models,
    roots: readRoots(roots, host.dataFolder),
  }))
  const metadata = hasMetadata(config.metadata) ? metadataOf(config, host) : undefined
  const published = (at: number) => publishedAt(config, metadata, at)

  return {
    async judge({ made, aaguid: claimed, backupEligible }, at) {
      const { models, isUnknown } = await published(at)
      const aaguid = made.namesNoModel ? noAaguid : claimed
      const model = modelId(made, aaguid)
      const known = models?.get(model)
      const name = knownName(model) ?? known?.description
      if (known && isReported(known, config.metadata.refuse, at)) return refused('model-compromised')
      const speaking = speakers.filter(({ models }) => models.includes(aaguid))
      const ownRoots = [...speaking.flatMap(({ roots }) => roots), ...(known?.roots() ?? [])]
      const isNamed = isProven(made, ownRoots, at)
      // Whose roots are known is not vouched for by another maker's, whatever its keys call themselves (R20).
      const proven = isNamed || (ownRoots.length === 0 && isProven(made, roots, at))
      if (!needsProof(attestation)) return accepted(model, proven, name)

      if (isUnknown) return refused('metadata-overdue')
      if (!(namesModels(attestation) ? isNamed : proven)) return refused('make-unproven')
      const isAllowed = attestation.allow.length === 0 || attestation.allow.includes(aaguid)
      if (!isAllowed || attestation.deny.includes(aaguid)) return refused('make-refused')
      return accepted(model, proven, name)

      function accepted(id: string, isBelieved: boolean, called: string | undefined): MakeVerdict {
        const attested = isBelieved && made.hardware && known?.hardware !== false && !backupEligible
        const isAsked = isBelieved && attestation.conveyance === 'enterprise'
        const serialNumber = isAsked ? serialNumberIn(made.chain[0]) : undefined
        return { accepted: true, model: id, attested, name: called, serialNumber }
      }
    },

    async standing(model, at) {
      if (!metadata) return 'good'
      const { models, isUnknown } = await published(at)
      if (isUnknown && needsProof(attestation)) return 'unknown'
      const known = models?.get(model)
      return known && isReported(known, config.metadata.refuse, at) ? 'compromised' : 'good'
    },

    refresh: async () => metadata?.refresh(),
  }
}

function refused(because: MakeRefusal): MakeVerdict {
  return { accepted: false, because }
}

function metadataOf({ metadata }: MakersConfig, host: FactorHost): Metadata {
  const anchors =
    metadata.roots.length > 0 ? readRoots(metadata.roots, host.dataFolder) : parseRoots(fidoRoots)
  return openMetadata(metadata, anchors, host)
}

/** Without a blob, or with one long overdue, nothing is known: that proves nothing, and refuses where proof is asked. */
async function publishedAt(
  { metadata: { grace } }: MakersConfig,
  metadata: Metadata | undefined,
  at: number,
) {
  const blob = await metadata?.current(at)
  const isUnknown = metadata !== undefined && (!blob || isOverdue(blob, grace, at))
  const models: ReadonlyMap<string, Model> | undefined = blob?.models
  return { models, isUnknown }
}

function isProven({ by, chain }: Made, anchors: readonly Certificate[], at: number): boolean {
  return by === 'certificates' && pathToAnchor(chain, anchors, at) !== undefined
}

const noAaguid = '00000000-0000-0000-0000-000000000000'

/** By its AAGUID; keys from before FIDO2 have none, and are known by the key of their certificate (RFC 5280 §4.2.1.2). */
function modelId({ chain: [maker] }: Made, aaguid: string): string {
  if (aaguid !== noAaguid || !maker) return aaguid
  return createHash('sha1').update(maker.keyBits).digest('hex')
}
