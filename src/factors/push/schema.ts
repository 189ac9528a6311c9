import { z } from 'zod'

/** 256 random bits, Base64url. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** A point of P-256, uncompressed (SEC 1 §2.3.3): 65 bytes, Base64url. */
const publicKey = z.string().regex(/^B[A-Za-z0-9_-]{86}$/)
/** ECDSA with SHA-256 as WebCrypto gives it: r and s, 64 bytes, Base64url. */
const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/)
/** SHA-256 of the public key, Base64url: what a phone is found by. */
const phone = secret
const number = z.string().regex(/^\d{6}$/)
/** A number of somebody's own choice: not one that everybody thinks of first. */
export const chosenNumber = number.refine(
  (digits) => new Set(digits).size > 2 && !isRun(digits),
  'must not be so easily guessed',
)

/** `123456`, `654321`, `789012`: each digit one more than the last, or each one less. */
function isRun(digits: string): boolean {
  return ['01234567890123456789', '98765432109876543210'].some((run) => run.includes(digits))
}

const at = z.int().min(0).max(8_640_000_000_000_000)
/** As its owner sees it: no control characters, no reversed text. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u)

/** How a browser is reached by its push service (Push API §8). */
const subscription = z.strictObject({
  endpoint: z.url({ protocol: /^https$/ }).max(1024),
  p256dh: publicKey,
  auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
})
export type Subscription = z.infer<typeof subscription>

/** How a phone is called: by its browser's push service, or by an application of one's own that has its own way. */
export const reach = z.union([subscription, z.strictObject({ app: z.string().min(1).max(512) })])
export type Reach = z.infer<typeof reach>

/** A phone takes part in an offer. */
export const joinMessage = z.strictObject({
  code: secret,
  key: publicKey,
  name,
  reach: reach.optional(),
  at,
  signature,
})
export type JoinMessage = z.infer<typeof joinMessage>

/** A phone looks what it is asked; where it is called now, if that has changed. */
export const lookMessage = z.strictObject({ phone, reach: reach.optional(), at, signature })
export type LookMessage = z.infer<typeof lookMessage>

const decisions = ['approve', 'deny', 'report'] as const

/** A phone answers. The number stands on the other screen; without it there is no yes (N-17). */
export const answerMessage = z.strictObject({
  phone,
  decision: z.enum(decisions),
  number: z.union([number, z.literal('')]),
  at,
  signature,
})
export type AnswerMessage = z.infer<typeof answerMessage>

/** What somebody is asked for: who lets a person in has not let their factors be changed. */
const purposes = ['sign-in', 'step-up', 'set-up', 'transaction'] as const

/** What a phone shows of a question, and signs. */
export const question = z.strictObject({
  nonce: secret,
  purpose: z.enum(purposes),
  account: z.string(),
  application: z.string(),
  device: z.string(),
  place: z.string(),
  /** What is to be approved besides the sign-in, name and value (C-12). */
  details: z.array(z.tuple([z.string(), z.string()])),
  askedAt: at,
  /** No screen shows the number: whoever signs in has typed one of their own. */
  chosen: z.literal(true).optional(),
})
export type Question = z.infer<typeof question>

/** What each message signs: a list that nothing can be moved about in. `origin` is where our pages are. */
export const signed = {
  join: (origin: string, { code, key, name, reach, at }: Omit<JoinMessage, 'signature'>) =>
    textOf(['sallyport-push-join-1', origin, code, key, name, reachText(reach), at]),
  look: (origin: string, { phone, reach, at }: Omit<LookMessage, 'signature'>) =>
    textOf(['sallyport-push-look-1', origin, phone, reachText(reach), at]),
  answer: (
    origin: string,
    asked: Question,
    { phone, decision, number, at }: Omit<AnswerMessage, 'signature'>,
  ) => {
    const { nonce, purpose, account, application, device, place, details, askedAt, chosen } = asked
    const seen = [nonce, purpose, account, application, device, place, details, askedAt]
    if (chosen) seen.push('chosen')
    return textOf(['sallyport-push-answer-1', origin, phone, ...seen, decision, number, at])
  },
}

function textOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts)
}

function reachText(given: Reach | undefined): string {
  if (!given) return ''
  return 'app' in given
    ? textOf(['app', given.app])
    : textOf(['push', given.endpoint, given.p256dh, given.auth])
}

/** What the page that waits sends: which question the phone has answered. The answer came by another way. */
export const pushProof = z.strictObject({ nonce: secret })
export type PushProof = z.infer<typeof pushProof>

/** The number that the phone shows, typed where the picture was. */
export const pushConfirmation = z.strictObject({ number })
export type PushConfirmation = z.infer<typeof pushConfirmation>

/** Who has joined, and the number that it shows. */
export const pushPending = z.strictObject({
  joined: z.strictObject({ key: publicKey, name, reach: reach.optional(), at, number }).optional(),
})
export type PushPending = z.infer<typeof pushPending>

export const pushExpected = z.strictObject({ number, question })
export type PushExpected = z.infer<typeof pushExpected>

/**
 * What is kept of a phone: nothing that could sign in its stead (N-18). `toldAt`: when it last told how it is called, or
 * was found not to be called there any more; what it said before that tells nothing new.
 */
export const pushData = z.strictObject({ key: publicKey, reach: reach.optional(), toldAt: at.optional() })
export type PushData = z.infer<typeof pushData>
