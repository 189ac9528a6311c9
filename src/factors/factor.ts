import type { z } from 'zod'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'

/** The name of a factor in database, API and policy: `totp`, `recovery-codes`. */
export type FactorId = string

/** What a proof rests on (NIST SP 800-63B-4 §2): something known, held, or of the body. */
export type Kind = 'knows' | 'has' | 'is'

/** What can be said of a factor before anyone proves anything. */
export interface Traits {
  /** Stands at the start of a sign-in, before we know more than a name. */
  readonly first: boolean
  /**
   * May also begin a sign-in, without a name: its proof says whose it is (`handle`), cannot be guessed, and asking for
   * it tells and costs nobody anything (G15).
   */
  readonly opens?: boolean
  /** Lets its holder set up the first second factor where a password alone must not (R2). */
  readonly admits?: boolean
  /** Counts towards assurance; recovery does not (N-15, decisions 3 and 9). */
  readonly role: 'factor' | 'recovery'
  readonly kinds: readonly Kind[]
  readonly phishingResistant: boolean
  /** Its hardware can be attested to a root that is configured here: nothing else reaches AAL3 (R20). */
  readonly attests?: boolean
  /** NIST 3.2.9: may be used only with a warning and an alternative. */
  readonly restricted: boolean
  /** A short secret that can be guessed: failures are counted against a budget. */
  readonly guessable: boolean
  /** An administrator makes one for somebody else; nobody makes one for themselves (R11). */
  readonly handedOut?: boolean
  /** Is made unasked with the first second factor, and takes no confirmation: the way back for the bad day (V-46). */
  readonly comesAlong?: boolean
  /** Is set up with what lies in the pool, and with nothing else: not offered while nothing is left there. */
  readonly pooled?: boolean
  /** How many of it one account may have. */
  readonly perAccount: number
  /** Wrong answers that one offer of it takes before it is void; ten unless told. Sent codes: three (G5). */
  readonly enrolmentTries?: number
  /**
   * Being asked makes a device of its owner call for attention: one question at a time, so many an hour, and longer
   * and longer pauses until one of them ends well.
   */
  readonly disturbs?: { readonly perHour: number }
}

/** What helps a person choose and set up; the screens and the manual show it (the article's steps 1 and 3). */
export interface Guide {
  readonly name: string
  readonly summary: string
  readonly needs: string
  readonly steps: readonly string[]
  /** The same with the common apps or devices, each with what is seen and touched there. */
  readonly ways?: readonly GuideWay[]
  readonly cost: { readonly grade: Grade; readonly why: string }
  readonly ease: { readonly grade: Grade; readonly why: string }
  readonly security: { readonly grade: Grade; readonly why: string }
  readonly tips: readonly string[]
  /** What can go wrong: what one sees, and what helps. */
  readonly troubles: readonly { readonly sign: string; readonly help: string }[]
  /** What to do when it is lost, in this order. */
  readonly whenLost: readonly string[]
  /** What whoever chooses for others weighs besides. */
  readonly comparison?: Comparison
}

/** How it is set up with one app or device. */
export interface GuideWay {
  readonly name: string
  /** What to do, and the name of a drawing among the factor's screens that shows it. */
  readonly steps: readonly { readonly text: string; readonly drawing: string }[]
  /** What is to be known of this one. */
  readonly note: string
}

/** What is tried against sign-ins. */
export type Threat =
  | 'false-page' // a page that looks like ours passes on at once what is typed
  | 'guessing' // trying out, and passwords stolen elsewhere
  | 'interception' // SIM swapping, a read mailbox, a tapped network
  | 'server-theft' // somebody reads our database
  | 'malware' // a program on the person's device
  | 'theft' // the thing itself is taken
  | 'fatigue' // asking until somebody gives in

/** What a person must have for it. */
export type Need =
  | 'smartphone'
  | 'own-device'
  | 'usb-or-nfc'
  | 'mobile-network'
  | 'card-reader'
  | 'mailbox'
  | 'paper'

/** An assumption that may be changed, with where it comes from. */
export interface Figure {
  readonly amount: number
  readonly source: string
}

/** What an administrator weighs. Money in US dollars. */
export interface Comparison {
  /** Whether it withstands each threat: all of it, in part, or not. */
  readonly withstands: Readonly<Record<Threat, 'yes' | 'partly' | 'no'>>
  readonly needs: readonly Need[]
  /** What each person's thing costs, and for how many years it lasts. */
  readonly device: Figure & { readonly years: number }
  readonly perSignIn: Figure
  /** Minutes of help desk a person and year. */
  readonly support: Figure
  /** What whoever runs it has to do. */
  readonly effort: string
  /** Who is shut out by it. */
  readonly excludes: string
  /** What happens when it is lost. */
  readonly whenLost: string
}

/** 1 is poor, 5 is excellent: cheap, easy, safe. */
export type Grade = 1 | 2 | 3 | 4 | 5

/** One enrolled authenticator, its sealed data opened, as a factor sees it. */
export interface Candidate<Data> {
  readonly id: Id<'authenticator'>
  readonly accountId: Id<'account'>
  readonly label: string
  /** The moving factor that may only grow; undefined until first used. */
  readonly counter: bigint | undefined
  readonly data: Data
  readonly lastUsedAt: number | undefined
}

/** A payment, an order, a change of rights: what whoever approves it must see, field by field. */
export type Transaction = Readonly<Record<string, string>>

/** Why somebody is asked: it binds challenges and decides what a completion may yield (G5). */
export type Purpose = 'sign-in' | 'step-up' | 'set-up' | 'transaction'

/** Where a request comes from, as people read it: a device, an address. */
export interface Whence {
  readonly device?: string
  readonly source?: string
}

/** Time and surroundings of one judgement: arguments, never ambient (style rule 8). */
export interface FactorContext {
  readonly at: number
  readonly application: { readonly id: Id<'application'>; readonly name: string }
  /** The origin that the browser named, checked by the door; undefined where there is no browser. */
  readonly origin?: string
  /** What is to be approved, where it is not a sign-in (C-12). */
  readonly transaction?: Transaction
  /** The language that the person's browser asks for first, for words that are sent: `de`, `pt-BR`. Never decides. */
  readonly language?: string
  /** Never decides. */
  readonly from?: Whence
  /** Of whom another server is asked at once is bounded by it (G15): also a system that asks in somebody's name. */
  readonly source?: string
  /** The certificate that the caller's TLS connection proved possession of; set by a door that asked for one. */
  readonly clientCertificate?: ClientCertificate
  /** What another device has answered to this very challenge, as it came: judged there once, and here again. */
  readonly answer?: unknown
}

/** The same, where a factor speaks first: a yes to one purpose is none to another, so it may say what it asks for. */
export interface AskingContext extends FactorContext {
  readonly purpose: Purpose
  /** Whoever asks wants to see a proof that is made now: an application, a rule, or we ourselves before a change. */
  readonly anew?: true
}

/** When and whence another server is asked for somebody: what one source wants of it at once is bounded (G15). */
export interface ErrandContext extends Pick<FactorContext, 'at'> {
  readonly source: string | undefined
}

/** A certificate with the chain that came along, DER. Possession is proven, nothing else (R13). */
export interface ClientCertificate {
  readonly der: Uint8Array
  readonly chain: readonly Uint8Array[]
  /** What it was presented for: the nonce of a challenge or of an offer, 256 random bits, Base64url. */
  readonly nonce: string
  /** A stapled OCSP response, where the door got one. */
  readonly ocsp?: Uint8Array
}

/** A way out of the house that a factor may ask for. */
export type MessageChannel = 'email' | 'sms' | 'push'

/** Words that a factor wants sent, in the booking that makes them true. They may hold a code: sealed, sent, forgotten. */
export interface FactorMessage {
  readonly channel: MessageChannel
  /** One parsed address, number or subscription. */
  readonly to: string
  /** The heading of a mail; other channels leave it out. */
  readonly subject: string
  readonly text: string
  /** Epoch milliseconds after which it is no use. */
  readonly expiresAt: number
  /** Tells what has happened. It costs nobody a code of theirs, and where it may not be sent, nothing else fails. */
  readonly notice?: boolean
  /**
   * A last question, put to somebody else once nothing of ours stands against sending it: it may cost money, and tells
   * that we are about to send. Throws where it is not to be sent.
   */
  readonly clearance?: () => Promise<void>
}

/** The person of an enrolment or a proof, as far as a factor may know it. */
export interface Person {
  readonly accountId: Id<'account'>
  /** As they wrote it; shown in authenticator apps, refused inside their own password. */
  readonly name: string
  readonly contacts: readonly string[]
  /** Of these the mail addresses that a factor may send to: verified by their owner, and unchanged for seven days (R12); none unless told. */
  readonly mailboxes?: readonly Mailbox[]
  /** Their password is kept and judged where they come from; none of ours may take its place. */
  readonly passwordElsewhere?: true
}

/** A mail address of the account's own. */
export interface Mailbox {
  readonly id: Id<'contact'>
  readonly address: string
}

/** What an accepted proof uses up (R13): nothing is accepted twice unless it is `reusable`. */
export type Spend<Data> =
  | { readonly type: 'counter'; readonly counter: bigint }
  | { readonly type: 'challenge' }
  | { readonly type: 'element'; readonly remaining: Data }
  | { readonly type: 'reusable' }

/** What a factor says about a proof. It decides and writes nothing; the engine keeps the books. */
export type Verdict<Data> = Accepted<Data> | Refused<Data>

export interface Accepted<Data> {
  readonly accepted: true
  readonly authenticatorId: Id<'authenticator'>
  readonly spends: Spend<Data>
  readonly kinds: readonly Kind[]
  /** RFC 8176 values of this very proof. */
  readonly amr: readonly string[]
  readonly userVerified: boolean
  readonly deviceBound: boolean
  /** Its key lies in hardware whose attestation was verified to a configured root (R20). */
  readonly attested?: boolean
  /** What it travels over or lives in, where that can be shared: `mail:…`, `number:…`. Two over one never count as two. */
  readonly channel?: string
  /** Which sign-in at another house it rests on, as `signOuts` names it: with that one all that began with it is over. */
  readonly signIn?: string
  /** What was sent for this challenge has arrived: its code was typed. */
  readonly received?: boolean
  /** The mailbox of the account that it was sent to: it counts only if that still stands when it is booked (R12). */
  readonly mailbox?: Id<'contact'>
  /**
   * Data to write back, sealed again: a learned clock offset, a rehashed password. The very object that was shown says
   * that nothing in it has changed.
   */
  readonly data?: Data
  /** What the door should tell the person now that the proof is good: `two codes left`. */
  readonly notices?: readonly Notice[]
}

/** What one authenticator shows, whatever was promised of its factor. */
export type Strength = Pick<Accepted<unknown>, 'kinds' | 'userVerified' | 'deviceBound' | 'attested'>

export interface Refused<Data> {
  readonly accepted: false
  /**
   * The person only ever sees one sentence for `mismatch`, `expired` and `replayed`; audit and help desk see which.
   * `unavailable`: could not be judged (queue full, dependency down); nothing is counted. `unlinked`: a good proof of who
   * somebody is elsewhere, whom nothing ties to this account; they may hear so, for it says nothing of anybody else.
   */
  readonly reason: 'mismatch' | 'expired' | 'replayed' | 'unavailable' | 'unlinked'
  /**
   * Counted as what it is, and told as what could not be judged: others cannot be just now, and strangers are not to
   * learn whose is judged where.
   */
  readonly veiled?: true
  readonly authenticatorId?: Id<'authenticator'>
  /** Data to write back although refused: what was observed of a drifting clock (R8). */
  readonly data?: Data
}

/** A message with a stable id and named values; its words live in the factor's messages.ts. */
export interface Notice {
  readonly id: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** From when on an authenticator is thought to be of no use. */
export interface ForeseenEnd {
  /** Epoch milliseconds. */
  readonly at: number
  /** The id of the message that says why. */
  readonly because: string
}

/** What to show a person who begins to enrol, and what to keep, sealed, until they confirm. */
export interface Offer<Pending> {
  /** Goes to the person once and is never shown again. */
  readonly show: Readonly<Record<string, unknown>>
  readonly pending: Pending
  /** False where there is nothing to confirm: the offer itself completes the enrolment. */
  readonly confirms: boolean
  /** What must reach the person before they can confirm: a code to a number. */
  readonly messages?: readonly FactorMessage[]
  /** How the authenticator is called unless its owner names it: `YubiKey 5C NFC`. */
  readonly label?: string
  /** By which another device finds this offer (`elsewhere`); unique, and nothing that helps whoever reads it. */
  readonly handle?: string
}

/** A confirmed enrolment: what the authenticator row will hold. */
export interface Enrolment<Data> {
  readonly accepted: true
  readonly data: Data
  /** The confirming code is spent too (C-13). */
  readonly counter?: bigint
  readonly handle?: string
  readonly kinds: readonly Kind[]
  readonly amr: readonly string[]
  readonly userVerified: boolean
  readonly deviceBound: boolean
  readonly attested?: boolean
  readonly channel?: string
  /** What was sent for the offer has arrived: its code was typed. */
  readonly received?: boolean
  /** As with a proof. */
  readonly mailbox?: Id<'contact'>
  /** What others must hear of it: the number that had the account to itself so far. */
  readonly messages?: readonly FactorMessage[]
  /** What its maker calls it, where the confirmation tells; used unless its owner named it. */
  readonly label?: string
  /** Epoch milliseconds from which it may no longer satisfy. */
  readonly expiresAt?: number
  /** Shown once with the success: recovery codes. */
  readonly show?: Readonly<Record<string, unknown>>
}

export interface EnrolmentRefused {
  readonly accepted: false
  readonly reason: 'mismatch' | 'unacceptable'
  /** Helps the person do better: weak because, clock off by so much. Two codes agreed before it says so (R8). */
  readonly notices: readonly Notice[]
}

/** A challenge that the server speaks first: a nonce to sign, a code that was sent. */
export interface FactorChallenge<Expected> {
  readonly show: Readonly<Record<string, unknown>>
  readonly expected: Expected
  /** Typed codes have three tries; signatures one (G5). */
  readonly tries: 1 | 3
  /** Milliseconds; at most ten minutes (N-16). */
  readonly lifetime: number
  /** What must reach the person before they can answer. */
  readonly messages?: readonly FactorMessage[]
}

/**
 * What another device of the owner's says, apart from the browser that signs in and its cookies: it joins an offer, looks
 * what it is asked, and answers. It is known by what it signs and by nothing else. Its answer alone completes nothing:
 * the browser of the attempt still proves with it.
 */
export interface Elsewhere<Data, Pending, Expected> {
  /** What it sends for each of the three. Strict: unknown fields are refused. */
  readonly messages: {
    readonly join: z.ZodType
    readonly look: z.ZodType
    readonly answer: z.ZodType
  }
  /** The handle of the offer, or of the authenticator, that a message is about. */
  handle(message: unknown): string
  /** Takes part in an offer, whose owner still confirms it on their own page. Undefined where it may not. */
  join(input: {
    readonly pending: Pending
    readonly message: unknown
    readonly context: Pick<FactorContext, 'at'>
  }): Joined<Pending> | undefined
  /** What the page that waits may know of who joined; undefined while nobody has. */
  joined(pending: Pending): Readonly<Record<string, unknown>> | undefined
  /** Whether it is that device which looks; with `data` where it tells something new of itself. Undefined: it is not. */
  look(input: ElsewhereInput<Data>): { readonly data?: Data } | undefined
  /**
   * Makes its devices call for attention, once the question stands. Never rejects, and nothing waits for it: a device that
   * hears nothing looks by itself when its owner opens it. What was learned by it of some: an address that is gone.
   */
  call?(input: {
    readonly candidates: readonly Candidate<Data>[]
    readonly expected: Expected
    readonly context: Pick<FactorContext, 'at'>
  }): Promise<readonly Learned<Data>[]>
  /**
   * What people may choose and type beforehand, where no door can show them anything (0112): it is asked for on the other
   * device. Nothing that is easily guessed. Left out where what is compared is always ours.
   */
  readonly chosen?: z.ZodType<string>
  /** What it is shown of a question. */
  question(expected: Expected): Readonly<Record<string, unknown>>
  /** What its answer comes to. Undefined where it is not that device's, or not to this question: nothing is counted. */
  answer(input: ElsewhereInput<Data> & { readonly expected: Expected }): AnswerElsewhere | undefined
}

/** What was learned of an authenticator, to be written back while its row is the one that was read. */
export interface Learned<Data> {
  readonly authenticatorId: Id<'authenticator'>
  readonly data: Data
}

export interface ElsewhereInput<Data> {
  readonly candidate: Candidate<Data>
  readonly message: unknown
  readonly context: Pick<FactorContext, 'at'>
}

/** An offer that a device takes part in: what is kept of it now, and what that device shows. */
export interface Joined<Pending> {
  readonly pending: Pending
  readonly show: Readonly<Record<string, unknown>>
}

/** refused: meant as a yes, and wrong · reported: its owner says that somebody else is signing in. */
export type AnswerElsewhere = 'approved' | 'denied' | 'refused' | 'reported'

/** Something one can do with an enrolled authenticator besides proving it: change, resynchronise, refill. */
export interface Operation<Data> {
  readonly id: string
  readonly input: z.ZodType
  /**
   * Who may: the owner at the bar (G10), an administrator, or a sign-in that has shown all it must, where the
   * authenticator has to be renewed before anything comes of it.
   */
  readonly permission: 'owner' | 'administrator' | 'renewal'
  /** What it makes takes the place of what was enrolled, so the account's contacts are told. */
  readonly replaces?: boolean
  /** Its input may be guessed: it waits until a try is due, and a wrong one costs what any guess costs. */
  readonly judges?: boolean
  run(input: {
    readonly candidate: Candidate<Data>
    readonly person: Person
    readonly input: unknown
    readonly context: FactorContext
  }): Promise<OperationResult<Data>>
}

export type OperationResult<Data> =
  | {
      readonly accepted: true
      readonly data: Data
      readonly counter?: bigint
      /** A series of failures ends here: right codes were shown, or all that could be guessed is new. */
      readonly endsFailures?: true
      /** Shown once. */
      readonly show?: Readonly<Record<string, unknown>>
    }
  | OperationRefused<Data>

export interface OperationRefused<Data> extends EnrolmentRefused {
  /** Data to write back although refused: codes that were recognised, and can never count again (R8). */
  readonly data?: Data
}

/** One way to prove who one is: one folder, one line in the list. */
export interface Factor<Data = unknown, Proof = unknown, Pending = unknown, Expected = unknown> {
  readonly id: FactorId
  readonly traits: Traits
  readonly guide: Guide
  /**
   * Words for the notices and refusals of this factor, English first; `{name}` marks a value. `taken`: that what was
   * to be set up is somebody's already, by its handle.
   */
  readonly messages: Readonly<Record<string, string>>
  /** Parses what was sealed; a row that does not fit is unreadable, and only that authenticator is refused (F-28). */
  readonly data: z.ZodType<Data>
  readonly pending: z.ZodType<Pending>
  readonly expected?: z.ZodType<Expected>
  /** The proof as a door receives it. Strict: unknown fields are refused. */
  readonly proof: z.ZodType<Proof>
  /** The answer that confirms an enrolment. */
  readonly answer: z.ZodType
  /** What a person may choose when they begin. */
  readonly options?: z.ZodType
  /** What a person chooses before they are asked: where they want to prove who they are. */
  readonly asking?: z.ZodType
  /** What one typed code is as a proof, parsed; for doors that carry nothing else (RADIUS, one-call verify, CLI). */
  fromCode?(code: string): Proof | undefined
  /**
   * Undefined where it works; otherwise the id of the message that says why not: no gateway, switched off. What is
   * being phased out may still be proved when it is not set up any more.
   */
  unavailable?(use: 'enrol' | 'prove'): string | undefined
  /** What its screens need to know of this installation, and anybody may: the countries it sends to. */
  settings?(): Readonly<Record<string, unknown>>
  /** `existing`: what of this factor the account has already, so that nothing is bound twice. */
  offer(input: {
    readonly person: Person
    readonly options: unknown
    readonly existing: readonly Candidate<Data>[]
    readonly context: FactorContext
  }): Promise<Offer<Pending>>
  /**
   * What an account holds of it whose directory judges it, instead of ours: made unasked with the account. Left out
   * where nothing of it can lie elsewhere.
   */
  heldElsewhere?(owner: { readonly directory: string; readonly id: string }): Enrolment<Data>
  /**
   * The handle of the authenticator in the pool that a confirmation will take over: a token's serial number. Undefined
   * where it names none: then each that is put aside for the account is tried.
   */
  claims?(pending: Pending, answer: unknown): string | undefined
  /** `claimed`: what lies in the pool under the claimed handle; undefined where nothing does, or it has an owner. */
  confirm(input: {
    readonly pending: Pending
    readonly answer: unknown
    readonly claimed?: PoolCandidate<Data>
    readonly person: Person
    readonly context: FactorContext
  }): Promise<Enrolment<Data> | EnrolmentRefused>
  /** Which of its authenticators are asked before they answer, where a factor has both sorts; all, unless told. */
  asks?(data: Data): boolean
  /**
   * Whether its answer is made from the transaction that its owner was shown, and holds for no other (C-12). Left out
   * where a proof says only who somebody is: it approves nothing.
   */
  signs?(data: Data): boolean
  /** Whether it was easy to guess, or known to thieves, when it was set. Unknown is no yes. */
  isWeak?(data: Data): boolean
  /** Without candidates where nobody is known yet: only factors that open a sign-in are asked that. */
  challenge?(input: {
    readonly candidates: readonly Candidate<Data>[]
    /** Whose they are, read when asked for; undefined where nobody is known yet. */
    person?(): Promise<Person>
    /** What was chosen, parsed by `asking`. */
    readonly options?: unknown
    /** What is to be compared, parsed by `elsewhere.chosen`; ours, unless told. */
    readonly chosen?: string | undefined
    readonly context: AskingContext
  }): Promise<FactorChallenge<Expected>>
  /**
   * Where another server has to be reached before anybody can be asked: before their turn, so that no other sign-in of
   * theirs waits for it (G15). Throws where it cannot be reached.
   */
  reach?(options: unknown): Promise<void>
  /**
   * Where another server has to be asked what a proof, or the answer to an offer, is worth: the proof with what was said,
   * which takes its place. Asked once, before anybody's turn, however often it is judged then. Throws where nobody can say.
   */
  redeem?(input: {
    readonly proof: Proof
    readonly expected: Expected | Pending
    readonly context: ErrandContext
  }): Promise<Proof>
  /**
   * Whether nobody is judged as ever just now, for another house that judges some of them cannot be asked. Whoever has to
   * wait hears so then in place of that: only tries that are counted here make anybody wait.
   */
  veils?(proof: Proof, source: string | undefined): Promise<boolean>
  /**
   * How an administrator ties to an account what its owner has not shown here: whom another house knows by what. Left out
   * where only its owner can set it up.
   */
  readonly tie?: {
    readonly options: z.ZodType
    /** Throws `input.invalid` where there is nothing of the kind here. */
    make(options: unknown): Enrolment<Data>
  }
  /** Judges a proof against the candidates. An unknown account comes with none and must cost the same. */
  verify(input: {
    readonly candidates: readonly Candidate<Data>[]
    readonly proof: Proof
    readonly expected?: Expected
    /** Whose they are as they stand now, read when asked for; undefined where nobody is known. */
    person?(): Promise<Person>
    readonly context: FactorContext
  }): Promise<Verdict<Data>>
  /** Where another device of the owner's answers: an approving phone. */
  readonly elsewhere?: Elsewhere<Data, Pending, Expected>
  /** Where another house judges it, and tells when a sign-in there is over (OpenID Connect Back-Channel Logout 1.0). */
  readonly signOuts?: {
    /**
     * What a house, by our short name of it, says of whose sign-in. Undefined where that is not to be believed; throws
     * where nobody can say.
     */
    read(house: string, message: string): Promise<SignOutElsewhere | undefined>
  }
  /** Where a proof names its owner (passkey, smart card): the handle of its authenticator. */
  handle?(proof: Proof, context: FactorContext): string | undefined
  /** What whoever held it must hear when it is removed, besides the account's contacts: the number that was taken off. */
  removed?(input: {
    readonly data: Data
    readonly person: Person
    readonly at: number
  }): readonly FactorMessage[]
  readonly operations?: readonly Operation<Data>[]
  /**
   * What this very authenticator shows at its best, where not all of a factor's show the same: with a PIN or without,
   * in hardware or copied. Left out where each shows the kinds of its traits, and no hardware.
   */
  strength?(data: Data): Strength
  /**
   * When this very one is thought to be of no use any more, where no expiry says so: its battery is empty, its kind is
   * phased out. Nothing is refused for it. Undefined where nobody knows.
   */
  foreseenEnd?(data: Data): ForeseenEnd | undefined
  /**
   * What receivers of security events call it (CAEP 1.0 §3.3.1); its id, unless told. Without data where it is removed
   * or cannot be read.
   */
  credentialType?(data: Data | undefined): string
  /** What the owner may know of an authenticator at rest: codes left, algorithm. Never a secret. */
  describe?(data: Data): Readonly<Record<string, string | number | boolean>>
  /**
   * What `offer` would keep, pending, of an authenticator in the text by which another product exports it; undefined
   * where the text is not of this factor. Throws `invalid` where it is, but broken or too weak.
   */
  importUri?(uri: string): Pending | undefined
  /** The text by which another product takes an authenticator over. It contains the secret: shown once, never logged. */
  exportUri?(data: Data, person: Person, issuer: string): string
  /**
   * What an older backup's authenticator becomes when it is restored at `at`: what was used since is forgotten, so
   * nothing that may have been used can count again (R17). It gives back what changes; `void` where it must prove
   * nothing any more. Left out where nothing is spent by use.
   */
  afterRestore?(held: HeldBefore<Data, Pending>, at: number): Renewed<Data, Pending> | 'void'
  /**
   * Judges certificates that a browser presents (`context.clientCertificate`). Whose they are, DER: a port that asks
   * for certificates names these authorities, so that browsers offer no others.
   */
  readonly certificates?: { readonly authorities: readonly Uint8Array[] }
  /** How files of authenticators that belong to nobody yet are read: tokens bought by the box. */
  readonly importers?: readonly Importer<Data>[]
  /** Work behind the doors: a list to refresh. */
  readonly jobs?: readonly FactorJob[]
  /** What browsers look up under `/.well-known/` before they trust this factor: public, and no secret. */
  readonly publishes?: readonly WellKnown[]
}

/** A JSON document at `/.well-known/<name>` (RFC 8615). */
export interface WellKnown {
  readonly name: string
  document(): Readonly<Record<string, unknown>>
}

/** An authenticator as a backup has it: with `data` once confirmed or in the pool, with `pending` before. */
export interface HeldBefore<Data, Pending> {
  readonly data?: Data
  readonly pending?: Pending
  readonly counter: bigint | undefined
}

/** The counter only grows, here as everywhere. A token that counts its uses is marked in its data: resynchronise it. */
export type Renewed<Data, Pending> = Partial<HeldBefore<Data, Pending>>

/** An authenticator of the pool, its sealed data opened: it has no owner yet. */
export type PoolCandidate<Data> = Omit<Candidate<Data>, 'accountId'> & {
  readonly handle: string
  /** Epoch milliseconds; undefined where it lasts. */
  readonly expiresAt: number | undefined
}

/** One authenticator for the pool, as an importer read it. */
export interface PoolEntry<Data> {
  /** Serial number or public id; unique with the factor. */
  readonly handle: string
  readonly label: string
  readonly data: Data
  readonly counter?: bigint
  /** Epoch milliseconds; after that it can neither be assigned nor prove anything. */
  readonly expiresAt?: number
}

/** Reads one kind of file. All or nothing: one broken entry refuses the whole, by its place, and quotes no secret. */
export interface Importer<Data> {
  /** `pskc`, `csv` … */
  readonly id: string
  readonly title: string
  /** What is needed besides the file: a passphrase, a key, a column order. */
  readonly options: z.ZodType
  /** Whether the first bytes look like such a file. */
  recognises(file: Uint8Array): boolean
  /** Throws `invalid` with every problem found, at most a hundred, each with its place. */
  read(file: Uint8Array, options: unknown): Promise<readonly PoolEntry<Data>[]>
}

/** A sign-in at another house is over, or all of somebody are. */
export interface SignOutElsewhere {
  /** Of this message, among all that this factor hears: it is heard once. */
  readonly message: string
  /** The handle of the authenticator that stands for them here; undefined where the house names a sign-in alone. */
  readonly handle?: string
  /** Which one it is; all of them where it is left out. */
  readonly signIn?: string
}

/** Something that a factor does from time to time, on any node. It answers for its own failures. */
export interface FactorJob {
  readonly name: string
  /** Milliseconds between the end of one run and the start of the next. */
  readonly every: number
  run(): Promise<void>
}

/** Where passwords are judged that are not ours to keep. */
export interface PasswordsElsewhere {
  /** Never rejects. `id`: the immutable one that the directory knows its owner by; `source`: whence it comes (G15). */
  check(
    owner: { readonly directory: string; readonly id: string },
    password: string,
    source: string | undefined,
  ): Promise<'match' | 'mismatch' | 'unavailable'>
  /** The work of a wrong one for whom nobody there knows; `unavailable` where they cannot be asked. */
  refuseStranger(source: string | undefined): Promise<'mismatch' | 'unavailable'>
}

/** What a factor is built from. */
export interface FactorHost {
  readonly clock: Clock
  readonly random: Random
  /** HMAC-SHA256 under a key of this installation, for the named purpose: peppers, deterministic look-ups (N-13). */
  mac(purpose: string, data: Uint8Array): Uint8Array
  /** Where files that an administrator provides are looked up; undefined when embedded without a folder. */
  readonly dataFolder?: string
  /** Where this installation is reached; its host is what passkeys are bound to. */
  readonly baseUrl: string
  /** The name people see. */
  readonly name: string
  /** Where a browser presents a certificate; undefined where nobody asks for any. */
  readonly certificateUrl?: string
  /** Whether there is a gateway for it (R9). */
  canDeliver(channel: MessageChannel): boolean
  /** The countries that text messages go to, as ISO 3166 codes. */
  readonly smsCountries: readonly string[]
  /** The way to other servers: revocation lists, metadata, validation servers. */
  readonly fetch: typeof fetch
  /** Left out where all accounts are ours. */
  readonly passwordsElsewhere?: PasswordsElsewhere
  readonly logger: Logger
}

/** A line of the list: how to configure one factor and how to make it. */
export interface FactorModule<Config = unknown> {
  readonly id: FactorId
  /** This factor's slice of the configuration; every field has a default. */
  readonly config: z.ZodType<Config>
  create(config: Config, host: FactorHost): Factor
}

/**
 * Erases the type parameters of a factor once, where it enters the list: from then on the engine parses
 * `data`, `pending`, `proof` and `expected` through the factor's own schemas before it hands them back (style rule 7).
 */
export function asFactor<Data, Proof, Pending, Expected>(
  factor: Factor<Data, Proof, Pending, Expected>,
): Factor {
  return factor as unknown as Factor
}

/** Erases the configuration type of a module, where it enters the list. */
export function asModule<Config>(module: FactorModule<Config>): FactorModule {
  return module as unknown as FactorModule
}

/** Whether it opens the second door; a way of recovery only leads to something that does. */
export function isSecond({ traits }: Pick<Factor, 'traits'>): boolean {
  return !traits.first && traits.role === 'factor'
}

/** The factors of this installation, as use cases are handed them: nowhere does one ask which is which. */
export interface FactorList {
  readonly all: readonly Factor[]
  /** Undefined for one that is switched off or was never there: its authenticators still raise the bar (R1). */
  find(id: FactorId): Factor | undefined
}
