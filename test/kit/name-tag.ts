import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import {
  type Accepted,
  asFactor,
  asModule,
  type Factor,
  type FactorModule,
} from '../../src/factors/factor.ts'

/** A factor that exists in tests only: it answers a nonce with a key and says whose it is, as a passkey would. */
export interface NameTag {
  readonly module: FactorModule
  /** What the holder of an enrolled tag answers to a nonce. */
  answer(shown: Shown, nonce: unknown): { readonly tag: string; readonly answer: string }
}

type Shown = Readonly<Record<string, unknown>>

const data = z.strictObject({ tag: z.string(), key: z.string() })
const expected = z.strictObject({ nonce: z.string() })
const proof = z.strictObject({ tag: z.string(), answer: z.string() })

type Data = z.infer<typeof data>
type Tag = Factor<Data, z.infer<typeof proof>, Data, z.infer<typeof expected>>

const proves = {
  kinds: ['has', 'knows'],
  amr: ['hwk', 'user'],
  userVerified: true,
  deviceBound: true,
} as const satisfies Partial<Says>

type Says = Omit<Accepted<Data>, 'accepted' | 'authenticatorId' | 'spends' | 'data'>

/** `proves`: what its proofs say of themselves, where a test wants something else. */
export function nameTag(says: Partial<Says> = {}): NameTag {
  const factor: Tag = {
    id: 'name-tag',
    traits: {
      first: false,
      opens: true,
      role: 'factor',
      kinds: ['has', 'knows'],
      phishingResistant: true,
      restricted: false,
      guessable: false,
      perAccount: 5,
    },
    guide,
    messages: {},
    data,
    pending: data,
    expected,
    proof,
    answer: z.strictObject({}),
    async offer() {
      const made = { tag: randomBytes(8).toString('hex'), key: randomBytes(16).toString('hex') }
      return { show: made, pending: made, confirms: true }
    },
    async confirm({ pending }) {
      return { accepted: true, data: pending, handle: pending.tag, ...proves }
    },
    async challenge() {
      const nonce = randomBytes(16).toString('hex')
      return { show: { nonce }, expected: { nonce }, tries: 1, lifetime: 60_000 }
    },
    async verify({ candidates, proof: given, expected: asked }) {
      const holder = candidates.find((candidate) => candidate.data.tag === given.tag)
      if (!holder || !asked || sign(holder.data.key, asked.nonce) !== given.answer)
        return { accepted: false, reason: 'mismatch' }
      return { accepted: true, authenticatorId: holder.id, spends: { type: 'challenge' }, ...proves, ...says }
    },
    handle: (given) => given.tag,
  }
  return {
    module: asModule({ id: 'name-tag', config: z.strictObject({}), create: () => asFactor(factor) }),
    answer: (shown, nonce) => ({
      tag: String(shown.tag),
      answer: sign(String(shown.key), String(nonce)),
    }),
  }
}

function sign(key: string, nonce: string): string {
  return createHmac('sha256', key).update(nonce).digest('hex')
}

const grade = { grade: 3, why: 'It is for tests.' } as const

const guide = {
  name: 'Name tag',
  summary: 'A key that says whose it is.',
  needs: 'Nothing.',
  steps: ['Hold it there.'],
  cost: grade,
  ease: grade,
  security: grade,
  tips: ['Use it in tests.'],
  troubles: [],
  whenLost: [],
}
