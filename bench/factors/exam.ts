import type { Engine } from '../../src/engine.ts'
import type { ClientCertificate } from '../../src/factors/factor.ts'
import type { Id } from '../../src/kernel/ids.ts'
import type { Statement } from '../../src/storage/index.ts'

/** One factor as the bench examines it. */
export interface Exam {
  readonly factor: string
  /** Milliseconds for which its people have been there when they are first asked; none unless told. */
  readonly since?: number
  /** Somebody with one authenticator of it. */
  holder(owner: Owner, engine: Engine): Holder | Promise<Holder>
}

export interface Owner {
  readonly accountId: Id<'account'>
  readonly authenticatorId: Id<'authenticator'>
}

export interface Holder {
  /** What the row of the authenticator keeps. */
  readonly kept: { readonly data: unknown; readonly counter?: bigint; readonly handle?: string }
  /** What its owner has besides: a mailbox. */
  readonly statements?: readonly Statement[]
  /** What is asked and answered the nth time, from zero on. */
  turn(nth: number, at: number): Turn
  /**
   * The cryptography that no judge of this proof can do without, and nothing else: from what the row keeps, once
   * opened, to yes or no.
   */
  isRight(turn: Turn, at: number): boolean | Promise<boolean>
  /** The same by the library that others would take, with all the checks that it makes. */
  isRightByLibrary?(turn: Turn): Promise<boolean>
}

export interface Turn<Proof = unknown, Expected = unknown, Answer = unknown> {
  readonly proof: Proof
  /** What a challenge keeps, where the factor asks first. */
  readonly expected?: Expected
  /** What another device has answered before. */
  readonly answer?: Answer
  /** What the browser presents besides. */
  readonly presents?: ClientCertificate
}
