import { z } from 'zod'

/** 256 random bits, Base64url. */
const random = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const providerId = z.string().max(31)

/** At which provider somebody wants to sign in. */
export const providerChoice = z.strictObject({ provider: providerId })
export type ProviderChoice = z.infer<typeof providerChoice>

/** Whom an administrator says that a provider knows by what. */
export const providerSubject = z.strictObject({
  provider: providerId,
  subject: z
    .string()
    .min(1)
    .max(255)
    .describe('The `sub`, or the `oid` where that is configured, letter by letter'),
})
export type ProviderSubject = z.infer<typeof providerSubject>

/** What a browser was sent to a provider with. Sealed: whoever has it may redeem what comes back. */
export const question = z.strictObject({
  provider: providerId,
  state: random,
  nonce: random,
  verifier: random,
  /** Epoch milliseconds: who is asked in a session of ours must have signed in there since. */
  since: z.int().optional(),
})
export type Question = z.infer<typeof question>

/** Who somebody is there, as its signed token says. */
export interface Identity {
  readonly provider: string
  /** What they are known by here, hashed: see `identity.ts`. */
  readonly identity: string
  /** What they call themselves there, to be read and nothing else. */
  readonly shown: string
  /** To which question of ours it is the answer. */
  readonly state: string
  /** Which sign-in there it is, hashed: it may tell that this one is over. */
  readonly signIn?: string
}

/** What the browser brought back, as it stood in its address, and at which one (RFC 6749 §4.1.2). */
export const brought = z.strictObject({
  answer: z.string().regex(/^\/sign-in\/return\/[a-z][a-z0-9-]{0,30}\?[\x21-\x7e]{1,8000}$/),
})

/** The same with what the provider said to it. Nobody but us can say that: it is no field of what a door takes. */
export interface BroughtProof extends z.infer<typeof brought> {
  readonly identity?: Identity
}

/** What is kept of a link: nothing secret. */
export const linkData = z.strictObject({
  provider: providerId,
  identity: z.string().regex(/^[0-9a-f]{64}$/),
  shown: z.string().max(128),
})
export type LinkData = z.infer<typeof linkData>
