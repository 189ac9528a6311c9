import { z } from 'zod'
import {
  type Accepted,
  asFactor,
  asModule,
  type Factor,
  type FactorHost,
  type FactorModule,
} from '../../src/factors/factor.ts'

/** A factor that exists in tests only: it speaks first, by sending six digits, as a messaging factor would. */
export interface EchoCode {
  readonly module: FactorModule
  /** What was sent, oldest first. */
  readonly sent: readonly { readonly to: string; readonly code: string }[]
  /** The newest code that went there. */
  last(to?: string): string
}

const code = z.string().regex(/^\d{6}$/)
const data = z.strictObject({ to: z.string() })
const pending = z.strictObject({ to: z.string(), code })
const expected = z.strictObject({ code })
const proof = z.strictObject({ code })

type Echo = Factor<
  z.infer<typeof data>,
  z.infer<typeof proof>,
  z.infer<typeof pending>,
  z.infer<typeof expected>
>

const proves = {
  kinds: ['has'],
  amr: ['otp'],
  userVerified: false,
  deviceBound: false,
} as const satisfies Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound'>

export function echoCode(options: { readonly lifetime?: number } = {}): EchoCode {
  const sent: { to: string; code: string }[] = []

  function send(host: FactorHost, to: string): string {
    const number = new DataView(host.random.bytes(4).buffer).getUint32(0) % 1_000_000
    const made = String(number).padStart(6, '0')
    sent.push({ to, code: made })
    return made
  }

  function factor(host: FactorHost): Echo {
    return {
      id: 'echo-code',
      traits: {
        first: false,
        role: 'factor',
        kinds: ['has'],
        phishingResistant: false,
        restricted: false,
        guessable: true,
        perAccount: 5,
      },
      guide,
      messages: { refused: 'That code was not accepted.' },
      data,
      pending,
      expected,
      proof,
      answer: proof,
      options: z.strictObject({ to: z.string() }),
      fromCode: (typed) => proof.safeParse({ code: typed }).data,
      async offer(input) {
        const { to } = z.strictObject({ to: z.string() }).parse(input.options)
        return { show: { to }, pending: { to, code: send(host, to) }, confirms: true }
      },
      async confirm(input) {
        const answer = proof.parse(input.answer)
        if (answer.code !== input.pending.code) return { accepted: false, reason: 'mismatch', notices: [] }
        return { accepted: true, data: { to: input.pending.to }, ...proves }
      },
      async challenge({ candidates: [first] }) {
        const to = first?.data.to ?? ''
        const lifetime = options.lifetime ?? 600_000
        return { show: { to: mask(to) }, expected: { code: send(host, to) }, tries: 3, lifetime }
      },
      async verify({ candidates: [first], proof: given, expected: asked }) {
        if (!first || given.code !== asked?.code) return { accepted: false, reason: 'mismatch' }
        return { accepted: true, authenticatorId: first.id, spends: { type: 'challenge' }, ...proves }
      },
      describe: ({ to }) => ({ to: mask(to) }),
    }
  }

  return {
    sent,
    last(to) {
      const found = sent.findLast((message) => to === undefined || message.to === to)
      if (!found) throw new Error('nothing was sent')
      return found.code
    },
    module: asModule({
      id: 'echo-code',
      config: z.strictObject({}),
      create: (_, host) => asFactor(factor(host)),
    }),
  }
}

function mask(to: string): string {
  return `…${to.slice(-2)}`
}

const grade = { grade: 3, why: 'It is for tests.' } as const

const guide = {
  name: 'Echo',
  summary: 'A code that is sent.',
  needs: 'A place to send to.',
  steps: ['Say where to.', 'Type the code.'],
  cost: grade,
  ease: grade,
  security: grade,
  tips: ['Use it in tests.'],
  troubles: [],
  whenLost: [],
}
