import { emailAddress, phoneNumber, typedName } from './accounts/index.ts'
import { createAccount, syncDirectory, syncDue } from './administration/index.ts'
import { portalId } from './applications/index.ts'
import {
  askForPasswordLink,
  cancelAttempt,
  complete,
  currentProgress,
  issueChallenge,
  openPasswordLink,
  type ProveInput,
  prove,
  recoverAccount,
  startAttempt,
  startStepUp,
  transactionFields,
  verifyOnce,
} from './authentication/index.ts'
import { type HostUsers, hostDirectory, hostDirectoryId, listDirectories } from './directories/index.ts'
import { type Engine, type EngineOptions, openEngine } from './engine.ts'
import {
  addContact,
  beginEnrolment,
  confirmEnrolment,
  currentRebind,
  dropRebind,
  enrolmentRequirements,
  listAuthenticators,
  listContacts,
  nameLost,
  removeAuthenticator,
  removeContact,
  renameAuthenticator,
  renew,
  reportFound,
  reportLost,
  runOperation,
  sendContactCode,
  verifyContact,
} from './enrolment/index.ts'
import type { Transaction } from './factors/factor.ts'
import { startJobs } from './jobs.ts'
import { parseKeyring } from './kernel/keyring.ts'
import { parseWith } from './kernel/parse.ts'

export interface SallyportOptions extends Omit<EngineOptions, 'keys' | 'baseUrl' | 'directories'> {
  /** One key a line, `sallyport-key-1:…`, the active one first; `createKey()` makes one. */
  readonly key: string
  readonly baseUrl?: string
  /** Seal the audit trail, send messages and sweep from inside this process; true unless told. */
  readonly jobs?: boolean
  /** The program's own users: they have accounts here by themselves, and sign in with the passwords that they have. */
  readonly users?: HostUsers
}

/** Sallyport inside another program: the same engine, no HTTP between. */
export type Sallyport = Awaited<ReturnType<typeof createSallyport>>

/**
 * Opens the engine. Sets no signal handler and no global, never ends the process; call `close()` when done. The
 * tables are in a database of their own.
 */
export async function createSallyport(options: SallyportOptions) {
  const { key, baseUrl = 'http://localhost:8080', jobs = true, users, ...rest } = options
  const engine = await openEngine({
    migrate: true,
    writer: 'embedded',
    ...rest,
    ...(users ? { directories: () => listDirectories([hostDirectory(users)]) } : {}),
    baseUrl,
    keys: parseKeyring(key),
  })
  // Whoever is in the table can sign in from here on; if it cannot be read now, the jobs try again.
  if (users) await syncDue(engine)
  const running = jobs ? startJobs(engine) : undefined
  return {
    accounts: accountsOf(engine),
    authentication: authenticationOf(engine),
    enrolment: enrolmentOf(engine),
    recovery: recoveryOf(engine),
    contacts: contactsOf(engine),
    users: {
      /** Reads the program's table now: somebody is new there, has another name, or may not sign in any more. */
      read: () => syncDirectory(engine, { actor: embedder, directory: hostDirectoryId }),
    },
    sessions: {
      /** The living session of a token, looked up anew each time; undefined where there is none (R3). */
      read: (token: string | undefined, from: From = {}) =>
        engine.sessions.read(token, { ...surroundings, ...from }),
    },
    async close() {
      await running?.stop()
      await engine.close()
    },
  }
}

const surroundings = { door: 'library' } as const
const embedder = { by: 'operator', name: 'embedder' } as const

function accountsOf(engine: Engine) {
  return {
    create: (input: {
      readonly name: string
      readonly password?: string
      readonly email?: string
      readonly invite?: boolean
    }) =>
      createAccount(engine, { ...input, name: parseWith(typedName, input.name, 'name'), actor: embedder }),
    find: engine.accounts.find,
  }
}

type From = Partial<ProveInput['surroundings']>

function authenticationOf(engine: Engine) {
  const where = (from: From = {}) => ({ ...surroundings, ...from })
  return {
    start: (account: string, from?: From) =>
      startAttempt(engine, { account, applicationId: portalId, surroundings: where(from) }),
    /** Asks an account to approve something: what it proves from here on is bound to these fields (C-12). */
    startTransaction: (account: string, transaction: Transaction, from?: From) =>
      startAttempt(engine, {
        account,
        applicationId: portalId,
        transaction: parseWith(transactionFields, transaction, 'transaction'),
        surroundings: where(from),
      }),
    stepUp: (session: Parameters<typeof startStepUp>[1]) => startStepUp(engine, session),
    progress: (secret: string, from?: From) => currentProgress(engine, secret, { surroundings: where(from) }),
    challenge: (secret: string, factor: string, from?: From) =>
      issueChallenge(engine, { secret, factor, surroundings: where(from) }),
    prove: (
      secret: string,
      proofs: ProveInput['proofs'],
      options: { readonly complete?: boolean; readonly putOff?: boolean; readonly from?: From } = {},
    ) =>
      prove(engine, {
        secret,
        proofs,
        complete: options.complete ? { putOff: options.putOff } : undefined,
        surroundings: where(options.from),
      }),
    /** `putOff`: what has to be set up is put off, where `enrol.putOff` of the progress says that it may wait. */
    complete: (secret: string, from?: From, { putOff }: { readonly putOff?: boolean } = {}) =>
      complete(engine, { secret, options: { putOff }, surroundings: where(from) }),
    cancel: (secret: string) => cancelAttempt(engine, secret),
    /** A whole sign-in in one call: an account and a code, with or without a password. */
    async verify(input: {
      readonly account: string
      readonly code: string
      readonly password?: string
      readonly from?: From
    }) {
      const { from, ...given } = input
      return verifyOnce(engine, { ...given, application: await engine.portal(), surroundings: where(from) })
    },
  }
}

type Begin = Omit<Parameters<typeof beginEnrolment>[1], 'surroundings'>
type Confirm = Omit<Parameters<typeof confirmEnrolment>[1], 'surroundings'>
type Operate = Omit<Parameters<typeof runOperation>[1], 'surroundings'>
type Lost = Omit<Parameters<typeof reportLost>[1], 'surroundings'>
type Found = Omit<Parameters<typeof reportFound>[1], 'surroundings'>

function enrolmentOf(engine: Engine) {
  return {
    requirements: (session: Parameters<typeof enrolmentRequirements>[1]) =>
      enrolmentRequirements(engine, session),
    begin: (input: Begin) => beginEnrolment(engine, { ...input, surroundings }),
    confirm: (input: Confirm) => confirmEnrolment(engine, { ...input, surroundings }),
    list: (accountId: Parameters<typeof listAuthenticators>[1]) => listAuthenticators(engine, accountId),
    rename: (input: Parameters<typeof renameAuthenticator>[1]) => renameAuthenticator(engine, input),
    remove: (input: Parameters<typeof removeAuthenticator>[1]) => removeAuthenticator(engine, input),
    operate: (input: Operate) => runOperation(engine, { ...input, surroundings }),
    /** Another password, where a sign-in stands at `renewing`; then it can be completed. */
    renew: (secret: string, password: string, from?: From) =>
      renew(engine, { secret, input: { password }, surroundings: { ...surroundings, ...from } }),
    /** It proves nothing from here on; what began with it ends (N-24). */
    lost: (input: Lost) => reportLost(engine, { ...input, surroundings }),
    found: (input: Found) => reportFound(engine, { ...input, surroundings }),
  }
}

function recoveryOf(engine: Engine) {
  return {
    /** Mails whoever forgot their password a link to `/forgotten` of the base URL; the same for every name. */
    mailPasswordLink: (secret: string, from?: From) =>
      askForPasswordLink(engine, { secret, surroundings: { ...surroundings, ...from } }),
    /** Opens the token of such a link, once: an attempt in which it stands in the place of the password. */
    openPasswordLink: (token: string, from?: From) =>
      openPasswordLink(engine, { token, surroundings: { ...surroundings, ...from } }),
    /** Out of a sign-in in which a recovery code, or a mailed link, was used. The token is shown once; it is no session (R11). */
    begin: (secret: string, from?: From) =>
      recoverAccount(engine, { secret, surroundings: { ...surroundings, ...from } }),
    read: (token: string) => currentRebind(engine, token),
    /** Then `enrolment.begin` and `enrolment.confirm` with `{ by: 'rebind', token }` put another in its place. */
    lost: (token: string, authenticatorId: Lost['authenticatorId']) =>
      nameLost(engine, { token, authenticatorId, surroundings }),
    drop: (token: string) => dropRebind(engine, token),
  }
}

type Contact = Omit<Parameters<typeof removeContact>[1], 'surroundings'>
type TypedCode = Omit<Parameters<typeof verifyContact>[1], 'surroundings'>

function contactsOf(engine: Engine) {
  type Session = Contact['session']
  return {
    list: (session: Session) => listContacts(engine, session),
    /** Unverified until its owner has typed the code that `sendCode` sends there (R12). */
    addEmail: (session: Session, address: string) =>
      addContact(engine, { session, address: parseWith(emailAddress, address, 'address'), surroundings }),
    addPhone: (session: Session, number: string) =>
      addContact(engine, { session, address: parseWith(phoneNumber, number, 'number'), surroundings }),
    sendCode: (input: Contact) => sendContactCode(engine, { ...input, surroundings }),
    verify: (input: TypedCode) => verifyContact(engine, { ...input, surroundings }),
    remove: (input: Contact) => removeContact(engine, { ...input, surroundings }),
  }
}
