import { z } from 'zod'

/** Least cost of Argon2id with one lane: OWASP Password Storage Cheat Sheet; ASVS 5.0 11.4.2, appendix C. */
const hashFloor: readonly { readonly passes: number; readonly memory: number }[] = [
  { passes: 1, memory: 47_104 },
  { passes: 2, memory: 19_456 },
  { passes: 3, memory: 12_288 },
  { passes: 4, memory: 9_216 },
  { passes: 5, memory: 7_168 },
]

const hashCost = z
  .strictObject({
    memory: z.int().max(1_048_576).default(19_456).describe('Memory of one hash in KiB.'),
    passes: z.int().min(1).max(64).default(2).describe('Passes over that memory.'),
    lanes: z.int().min(1).max(16).default(1).describe('Lanes (Argon2 parallelism).'),
  })
  .refine(({ memory, passes }) => hashFloor.some((row) => passes >= row.passes && memory >= row.memory), {
    error:
      'is cheaper than OWASP allows: 46 MiB and 1 pass, 19 MiB and 2, 12 MiB and 3, 9 MiB and 4, or 7 MiB and 5',
  })

const rangeService = z.strictObject({
  url: z
    .string()
    .refine(isRangeUrl, 'must be an https URL (http on loopback only) with {prefix} in its path')
    .describe('For example https://api.pwnedpasswords.com/range/{prefix}. Only this host is ever asked.'),
  timeout: z.int().min(100).max(10_000).default(2_000).describe('Milliseconds to wait for an answer.'),
})

/** The `password` slice of the configuration. Lengths have the floors of NIST SP 800-63B-4 §3.1.1.2 (N-07). */
export const passwordConfig = z.strictObject({
  standsAlone: z.boolean().default(false).describe('Whether a password may be the only factor of a sign-in.'),
  minimumLength: z
    .strictObject({
      withMfa: z.int().min(8).max(64).default(8).describe('Where a second factor is always asked for.'),
      alone: z.int().min(15).max(64).default(15).describe('Where a password may stand alone.'),
    })
    .prefault({}),
  maximumLength: z.int().min(64).max(1_024).default(256).describe('Unicode characters.'),
  minimumScore: z.int().min(0).max(4).default(1).describe('Least strength, 0 to 4; 0 turns the check off.'),
  recheckDays: z
    .int()
    .min(0)
    .max(365)
    .default(7)
    .describe(
      'After so many days a password is judged anew when it is used: lists of breaches grow. 0: at each use.',
    ),
  blockedWords: z
    .array(z.string().min(1).max(100))
    .max(10_000)
    .default([])
    .describe('Words of your organisation that do not count towards a password: names, products, places.'),
  hash: hashCost.prefault({}),
  concurrency: z.int().min(1).max(256).optional().describe('Hashes at a time; by default one for each core.'),
  queue: z
    .int()
    .min(0)
    .max(10_000)
    .default(256)
    .describe('Hashes that may wait; beyond it the answer is "busy".'),
  breach: z
    .strictObject({
      file: z
        .string()
        .min(1)
        .optional()
        .describe('Sorted list of SHA-1 hashes, one a line, ":count" optional (HIBP ordered by hash).'),
      rangeService: rangeService.optional().describe('Off until configured; learns five digits of a hash.'),
    })
    .prefault({}),
})

export type PasswordConfig = z.infer<typeof passwordConfig>
export type HashCost = PasswordConfig['hash']
export type RangeServiceConfig = z.infer<typeof rangeService>

/** The least length that applies: NIST asks for 15 where a password may be the only factor, else for 8 (N-07). */
export function minimumLengthOf(config: PasswordConfig): number {
  return config.standsAlone ? config.minimumLength.alone : config.minimumLength.withMfa
}

function isRangeUrl(template: string): boolean {
  const url = URL.parse(template.replace('{prefix}', '00000'))
  if (!url || !template.includes('{prefix}') || url.username || url.hash) return false
  const prefixInPath = url.pathname.includes('00000') || url.search.includes('00000')
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  return prefixInPath && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback))
}
