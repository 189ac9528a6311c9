import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  type Accepted,
  asFactor,
  asModule,
  type Candidate,
  type Factor,
  type PoolEntry,
} from '../../src/factors/factor.ts'
import { invalidInput } from '../../src/kernel/errors.ts'

const data = z.strictObject({ serial: z.string(), key: z.string() })
const proof = z.strictObject({ code: z.string().regex(/^\d{6}$/) })
const answer = z.strictObject({ serial: z.string().optional(), code: z.string() })

type Data = z.infer<typeof data>
type Token = Factor<Data, z.infer<typeof proof>, Record<string, never>>

const proves = {
  kinds: ['has'],
  amr: ['otp'],
  userVerified: false,
  deviceBound: false,
} as const satisfies Partial<Accepted<unknown>>

/** The code that a token of this key shows at its `nth` press. */
export function boxCode(key: string, nth: bigint): string {
  const hash = createHash('sha256').update(`${key} ${nth}`).digest()
  return String(hash.readUInt32BE(0) % 1_000_000).padStart(6, '0')
}

/** A file of `serial,key` lines, as a box of them comes with. */
export function boxFile(...tokens: readonly (readonly [serial: string, key: string])[]): Uint8Array {
  return Buffer.from(tokens.map((token) => token.join(',')).join('\n'), 'utf8')
}

const grade = { grade: 3, why: 'It is for tests.' } as const

const guide = {
  name: 'Box token',
  summary: 'A token out of a box.',
  needs: 'A token.',
  steps: ['Type its serial number and code.'],
  cost: grade,
  ease: grade,
  security: grade,
  tips: ['Use it in tests.'],
  troubles: [],
  whenLost: [],
}

const factor: Token = {
  id: 'box-token',
  traits: {
    first: false,
    role: 'factor',
    kinds: ['has'],
    phishingResistant: false,
    restricted: false,
    pooled: true,
    guessable: true,
    perAccount: 3,
  },
  guide,
  messages: {},
  data,
  pending: z.strictObject({}),
  proof,
  answer,
  fromCode: (code) => proof.safeParse({ code }).data,
  offer: async () => ({ show: {}, pending: {}, confirms: true }),
  claims: (_, given) => answer.parse(given).serial,
  async confirm({ answer: given, claimed }) {
    const nth = claimed && find(claimed, answer.parse(given).code)
    if (!claimed || nth === undefined) return { accepted: false, reason: 'mismatch', notices: [] }
    return { accepted: true, data: claimed.data, counter: nth, handle: claimed.handle, ...proves }
  },
  async verify({ candidates, proof: { code } }) {
    for (const candidate of candidates) {
      const nth = find(candidate, code)
      if (nth !== undefined)
        return {
          accepted: true,
          authenticatorId: candidate.id,
          spends: { type: 'counter', counter: nth },
          ...proves,
        }
    }
    return { accepted: false, reason: 'mismatch' }
  },
  describe: ({ serial }) => ({ serial }),
  importers: [
    {
      id: 'lines',
      title: 'Lines of serial and key',
      options: z.strictObject({}),
      recognises: (file) => Buffer.from(file).includes(','),
      read: async (file) => Buffer.from(file).toString('utf8').split('\n').map(entryOf),
    },
  ],
}

/** A factor that exists in tests only: counting tokens that are bought by the box. */
export const boxToken = asModule({
  id: 'box-token',
  config: z.strictObject({}),
  create: () => asFactor(factor),
})

function find({ counter, data: { key } }: Pick<Candidate<Data>, 'counter' | 'data'>, code: string) {
  const next = (counter ?? 0n) + 1n
  return [next, next + 1n, next + 2n].find((nth) => boxCode(key, nth) === code)
}

function entryOf(line: string, index: number): PoolEntry<Data> {
  const [serial, key] = line.split(',')
  if (!serial || !key) throw invalidInput([{ path: `line ${index + 1}`, message: 'is not `serial,key`' }])
  return { handle: serial, label: `Token ${serial}`, data: { serial, key } }
}
