import { minuteText } from '../../kernel/minute-text.ts'
import {
  type ImportEntry,
  type ImportProblem,
  isAccess,
  isToken,
  type OfferEntry,
  type TokenEntry,
} from './entries.ts'

const leaveOut = 'Leave out this entry.'

export function factorUnknown({ where, factor }: OfferEntry | TokenEntry): ImportProblem {
  return { where, reason: `there is no factor ${factor} here`, remedy: leaveOut }
}

export function standsTwice(entry: ImportEntry): ImportProblem {
  return { where: entry.where, reason: `${nameOf(entry)} stands here twice`, remedy: 'Keep one of them.' }
}

function nameOf(entry: ImportEntry): string {
  if (isToken(entry)) return entry.token.handle
  if (isAccess(entry)) return `${entry.access.account.shown} at ${entry.access.system.shown}`
  return `${entry.account.shown} of ${entry.issuer.shown}`
}

export function looksAlike(entry: OfferEntry, other: OfferEntry): ImportProblem {
  return {
    where: entry.where,
    reason: `${entry.account.shown} looks like the other name at ${other.where}`,
    remedy: 'Change one of them.',
  }
}

export function tokenExists({ where, token }: TokenEntry): ImportProblem {
  return { where, reason: `the token ${token.handle} is here already`, remedy: leaveOut }
}

/** The portal is us: codes for it are set up by their owners, signed in. */
export function portalIsNoIssuer({ where, issuer }: OfferEntry): ImportProblem {
  return {
    where,
    reason: `${issuer.shown} is the name of our own pages`,
    remedy: 'Name another issuer with -i, or leave out this entry.',
  }
}

/** Somebody else brings it at this moment, and nobody can see it yet. */
export function issuerTaken({ where, issuer }: OfferEntry): ImportProblem {
  return {
    where,
    reason: `another import brings the issuer ${issuer.shown}`,
    remedy: 'Wait until it is done.',
  }
}

export function accountTaken({ where, account }: OfferEntry): ImportProblem {
  return {
    where,
    reason: `${account.shown} looks like another account, or comes with another import`,
    remedy: 'Change the name, or wait until that import is done.',
  }
}

export function accountDisabled({ where, account }: OfferEntry): ImportProblem {
  return { where, reason: `the account ${account.shown} is disabled`, remedy: 'Enable it first.' }
}

/** What an account has for an issuer already is never overwritten. */
export function heldAlready({ where, account, issuer }: OfferEntry): ImportProblem {
  return {
    where,
    reason: `${account.shown} has an authenticator for ${issuer.shown} already`,
    remedy: 'Remove it first, or leave out this entry.',
  }
}

export function noRoom({ where, account, factor }: OfferEntry): ImportProblem {
  return {
    where,
    reason: `${account.shown} has as many authenticators of the factor ${factor} as one may have`,
    remedy: 'Remove one first, or leave out this entry.',
  }
}

export function tooMany(count: number, most: number): ImportProblem {
  return {
    where: 'the file',
    reason: `it holds ${count} entries`,
    remedy: `Split it into files of at most ${most}.`,
  }
}

export function doneBefore(at: number): ImportProblem {
  return {
    where: 'the file',
    reason: `exactly these entries were taken over already, on ${minuteText(at)} UTC`,
    remedy: 'Nothing is left to do.',
  }
}
