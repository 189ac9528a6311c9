import type { Letter, Sender } from '../letter.ts'
import type {
  ContactChange,
  ContactCode,
  FactorChange,
  FactorEnding,
  FactorInCare,
  FactorReplaced,
  FactorReported,
  Invitation,
  LinkChange,
  LinkedOccasion,
  Occasion,
} from './values.ts'
import { secureAccount, short, utc, whenAndWhere } from './words.ts'

/** An authenticator was added (G10, ASVS 6.3.7). */
export function factorAdded(values: FactorChange, sender: Sender): Letter {
  return {
    subject: `${short(values.factor)} was added to your account at ${sender.name}`,
    paragraphs: [
      `${describe(values)} was added to your account “${values.account}” ${whenAndWhere(values)}.`,
    ],
    ifNotYou: secureAccount(sender.baseUrl),
  }
}

/** An authenticator was removed (G10, ASVS 6.3.7). */
export function factorRemoved(values: FactorChange, sender: Sender): Letter {
  return {
    subject: `${short(values.factor)} was removed from your account at ${sender.name}`,
    paragraphs: [
      `${describe(values)} was removed from your account “${values.account}” ${whenAndWhere(values)}.`,
    ],
    ifNotYou: secureAccount(sender.baseUrl),
  }
}

/** An authenticator ends soon: time for the next one. */
export function factorEnding(values: FactorEnding, sender: Sender): Letter {
  return {
    subject: `An authenticator of yours at ${sender.name} ends soon`,
    paragraphs: [
      `${describe(values)} of your account “${values.account}” is good until ${utc(values.until)}.`,
      `Add the next one before that day, under “My authenticators” at ${sender.baseUrl}. Both are good until then, so that you are never shut out. Then remove the old one.`,
    ],
    ifNotYou: 'If you are not sure, or have no other one to add, ask your help desk.',
  }
}

/** Whoever helps held an authenticator back, let it go again, or changed what it is judged by. */
export function factorInCare(values: FactorInCare, sender: Sender): Letter {
  return {
    subject: `Your administrators did something to an authenticator of yours at ${sender.name}`,
    paragraphs: [
      `${describe(values)} of your account “${values.account}” ${inCare[values.change]} ${whenAndWhere(values)}.`,
      ...(values.change === 'suspended' ? ['It opens nothing until it is let go again.'] : []),
    ],
    ifNotYou: 'If you did not ask for it, speak to your help desk.',
  }
}

const inCare = {
  suspended: 'was held back',
  resumed: 'was let go again',
  changed: 'was seen to by your help desk',
} as const

/** An authenticator was reported lost: it opens nothing any more (N-24). */
export function factorLost(values: FactorChange, sender: Sender): Letter {
  return {
    subject: `An authenticator of your account at ${sender.name} was reported lost`,
    paragraphs: [
      `${describe(values)} of your account “${values.account}” was reported lost ${whenAndWhere(values)}. ` +
        'It opens nothing any more.',
    ],
    ifNotYou: secureAccount(sender.baseUrl),
  }
}

/** One that was lost is good again. */
export function factorFound(values: FactorChange, sender: Sender): Letter {
  return {
    subject: `An authenticator of your account at ${sender.name} was found`,
    paragraphs: [
      `${describe(values)} of your account “${values.account}” was reported found ${whenAndWhere(values)}, ` +
        'and is good again.',
    ],
    ifNotYou: secureAccount(sender.baseUrl),
  }
}

/** A recovery came to its end: something lost was replaced, and everybody was signed out (N-38). */
export function factorReplaced(values: FactorReplaced, sender: Sender): Letter {
  return {
    subject: `Your account at ${sender.name} was recovered`,
    paragraphs: [
      `${describe(values)} took the place of “${short(values.lost)}” at your account “${values.account}” ` +
        `${whenAndWhere(values)}. It was done with your password and a way of recovery.`,
      'All sessions were ended, and new recovery codes were made: the old ones are void.',
    ],
    ifNotYou:
      'If this was not you, somebody has your password and your recovery codes: tell your help desk at once.',
  }
}

/** A backup was restored, and nobody knows any more what was used since. */
export function factorVoided(values: FactorChange, sender: Sender): Letter {
  return {
    subject: `Please set up anew at ${sender.name}: ${short(values.factor)}`,
    paragraphs: [
      `The database of ${sender.name} was restored from a backup ${whenAndWhere(values)}. ` +
        `${describe(values)} of your account “${values.account}” does not count any more.`,
      `Sign in at ${sender.baseUrl} and set it up anew.`,
    ],
    ifNotYou: 'You have done nothing wrong. If you cannot sign in, call your help desk.',
  }
}

/** The password is another one now. */
export function passwordChanged(values: Occasion, sender: Sender): Letter {
  return {
    subject: `The password of your account at ${sender.name} was changed`,
    paragraphs: [`The password of your account “${values.account}” was changed ${whenAndWhere(values)}.`],
    ifNotYou: secureAccount(sender.baseUrl),
  }
}

/** The way to another password for whoever forgot theirs; it opens nothing without the second step (C-09). */
export function passwordLink(values: LinkedOccasion, sender: Sender): Letter {
  return {
    subject: `Choose another password at ${sender.name}`,
    paragraphs: [
      `Somebody said ${whenAndWhere(values)} that they forgot the password of your account “${values.account}”. ` +
        'If it was you, open this link, and have your second step at hand: it is asked for first. The link works ' +
        'once, within a day.',
    ],
    link: { label: 'Choose another password', url: values.link },
    ifNotYou:
      'If this was not you, ignore this message: your password stays as it is. Give this link to nobody, whoever asks.',
  }
}

/** Somebody is about to replace a forgotten password: every contact hears of it, whatever comes of it (N-38). */
export function passwordLinkOpened(values: Occasion, sender: Sender): Letter {
  return {
    subject: `A new password is being chosen for your account at ${sender.name}`,
    paragraphs: [
      `A link that was mailed for your account “${values.account}” was opened ${whenAndWhere(values)}. Whoever shows ` +
        'your second step, too, can choose another password there.',
    ],
    ifNotYou:
      'If this was not you, somebody reads your mail: change the password of that mailbox, and ' +
      `remove its address from your account at ${sender.baseUrl}, or call your help desk.`,
  }
}

/** An address or number was added, confirmed or removed; the older ones are told (R12, C-08). */
export function contactChanged(values: ContactChange, sender: Sender): Letter {
  return {
    subject: `The contacts of your account at ${sender.name} were changed`,
    paragraphs: [
      `The contact ${short(values.contact)} was ${values.change} at your account “${values.account}” ` +
        `${whenAndWhere(values)}.`,
    ],
    ifNotYou: secureAccount(sender.baseUrl),
  }
}

/** Its owner said on it that somebody else was signing in: it neither asks nor answers until it is let go again. */
export function factorReported(values: FactorReported, sender: Sender): Letter {
  return {
    subject: `A sign-in to your account at ${sender.name} was reported, and stopped`,
    paragraphs: [
      `A sign-in to your account “${values.account}” ${whenAndWhere(values)}, was reported as not yours. It was stopped, ` +
        `and “${short(values.factor)}” is locked: nobody can ask you that way any more.`,
      `Whoever it was knows your password. Sign in at ${sender.baseUrl} another way, change your password, and set “${short(values.factor)}” up anew; or call your help desk.`,
    ],
    ifNotYou: secureAccount(sender.baseUrl),
  }
}

/** Whoever reads this can show that messages to this contact reach them (R12, N-36). */
export function contactCode(values: ContactCode, sender: Sender): Letter {
  const code = `${values.code.slice(0, 4)} ${values.code.slice(4)}`
  return {
    subject: `Confirm your contact at ${sender.name}`,
    paragraphs: [
      `${code} is the code that confirms this contact for the account ` +
        `“${short(values.account)}”. It was asked for ${whenAndWhere(values)}.`,
      `Type it where you asked for it. It works once, until ${utc(values.expiresAt)}.`,
    ],
    ifNotYou:
      'If you are not adding this contact to an account of yours, ignore this message and give the code to nobody.',
    short: `${code} is the code that confirms your number at ${sender.name}. Give it to nobody.`,
  }
}

/** Somebody else's word about a person is taken for this account from now on (G10). */
export function accountLinked(values: LinkChange, sender: Sender): Letter {
  return {
    subject: `Your account at ${sender.name} was linked to another house`,
    paragraphs: [
      `Your account “${values.account}” was linked to an account at ${values.issuer} ${whenAndWhere(values)}.`,
      'Whoever signs in to that one is asked here for the second factor of yours.',
    ],
    ifNotYou: 'If you did not expect this, or that account is not yours, tell your help desk at once.',
  }
}

/** What was taken for this account is it no longer (G10). */
export function accountUnlinked(values: LinkChange, sender: Sender): Letter {
  return {
    subject: `A link of your account at ${sender.name} was taken off`,
    paragraphs: [
      `Your account “${values.account}” is no longer linked to an account at ${values.issuer}. It was taken off ${whenAndWhere(values)}.`,
    ],
    ifNotYou: 'If you did not ask for it, speak to your help desk.',
  }
}

/** The help desk lifted a lock. */
export function accountUnlocked(values: Occasion, sender: Sender): Letter {
  return {
    subject: `Your account at ${sender.name} was unlocked`,
    paragraphs: [`The help desk unlocked your account “${values.account}” ${whenAndWhere(values)}.`],
    ifNotYou: `If you did not ask for this, tell your help desk at once, and change your password at ${sender.baseUrl}.`,
  }
}

/** The help desk took all authenticators away, so that new ones may be set up. */
export function accountReset(values: Occasion, sender: Sender): Letter {
  return {
    subject: `The authenticators of your account at ${sender.name} were reset`,
    paragraphs: [
      `The help desk removed the authenticators of your account “${values.account}” ${whenAndWhere(values)}. ` +
        'You will be asked to set up new ones.',
    ],
    ifNotYou: 'If you did not ask for this, somebody may be posing as you: tell your help desk at once.',
  }
}

/** An administrator took a forgotten password away, so that another one may be chosen. */
export function accountPasswordReset(values: Occasion, sender: Sender): Letter {
  return {
    subject: `The password of your account at ${sender.name} was reset`,
    paragraphs: [
      `An administrator took the password off your account “${values.account}” ${whenAndWhere(values)}. ` +
        'You choose a new one by the link that they hand you, and show your second factor as ever.',
    ],
    ifNotYou: 'If you did not ask for this, somebody may be posing as you: tell your help desk at once.',
  }
}

/** The way in for somebody who has no password yet. */
export function invitation(values: Invitation, sender: Sender): Letter {
  return {
    subject: `Set up your account at ${sender.name}`,
    paragraphs: [
      `An account “${values.account}” was made for you at ${sender.name}.`,
      `Open this link to choose a password and a second step. It works once, until ${utc(values.expiresAt)}.`,
    ],
    link: { label: 'Set up my account', url: values.link },
    ifNotYou:
      'If you did not expect this, ignore it and tell your help desk: the link sets up nothing by itself.',
  }
}

function describe(values: FactorChange): string {
  return `The authenticator “${short(values.label)}” (${values.factor})`
}
