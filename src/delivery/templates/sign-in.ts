import type { Letter, Sender } from '../letter.ts'
import type { LinkedOccasion, Occasion, RecoveryUse } from './values.ts'
import { secureAccount, short, whenAndWhere } from './words.ts'

/** Somebody signed in from a device that this account had not used before. */
export function newDevice(values: Occasion, sender: Sender): Letter {
  return {
    subject: `New sign-in to your account at ${sender.name}`,
    paragraphs: [
      `Your account “${values.account}” was used to sign in ${whenAndWhere(values)}.`,
      'We had not seen this device before. If it was you, there is nothing to do.',
    ],
    ifNotYou: secureAccount(sender.baseUrl),
  }
}

/** The password was right and the second step wrong: somebody may know the password (C-03). */
export function secondStepFailed(values: Occasion, sender: Sender): Letter {
  return {
    subject: `A sign-in to your account at ${sender.name} was stopped`,
    paragraphs: [
      `Somebody gave the right password of your account “${values.account}” and then failed the second step ` +
        `${whenAndWhere(values)}. They were not let in.`,
      'If you mistyped a code yourself, there is nothing to do.',
    ],
    ifNotYou:
      'If this was not you, somebody knows your password: change it now, and wherever else you use it. ' +
      `Sign in at ${sender.baseUrl} to do so, or call your help desk.`,
  }
}

/** A way of recovery was used. It opens nothing but the way to replace what was lost (R11). */
export function recoveryUsed(values: RecoveryUse, sender: Sender): Letter {
  return {
    subject: `A way to recover your account at ${sender.name} was used`,
    paragraphs: [
      `Behind the right password of your account “${values.account}” somebody used “${short(values.way)}” ` +
        `${whenAndWhere(values)}. With it an authenticator that was lost may be replaced.`,
    ],
    ifNotYou:
      'If this was not you, somebody has your password, and more: ' +
      `sign in at ${sender.baseUrl} at once, change your password and get fresh recovery codes, or call your help desk.`,
  }
}

/** The way back in for its owner while strangers are guessing at the account (R19). */
export function laneLink(values: LinkedOccasion, sender: Sender): Letter {
  return {
    subject: `Continue to sign in at ${sender.name}`,
    paragraphs: [
      `Many wrong passwords were given for your account “${values.account}”. To sign in from your device ` +
        'nevertheless, open this link there. It works once, within a day, and signs nobody in by itself.',
    ],
    link: { label: 'Continue to sign in', url: values.link },
    ifNotYou: 'If you are not trying to sign in, ignore this message: without the link nobody gets further.',
  }
}

/** A remembered browser was shown with a secret that was used up: two browsers hold what one was given. */
export function browserCopied(values: Occasion, sender: Sender): Letter {
  return {
    subject: `A browser of your account at ${sender.name} may have been copied`,
    paragraphs: [
      `Your password was given for your account “${values.account}” ${whenAndWhere(values)}, by a browser that ` +
        'claims to be one that you let us remember. Another browser has claimed the same before.',
      'So we remember it no longer: a second factor is asked for there again.',
    ],
    ifNotYou:
      'If this was not you, somebody has copied your browser and knows your password: change it now, and look ' +
      `through that device. Sign in at ${sender.baseUrl} to do so, or call your help desk.`,
  }
}
