import type { Letter, Sender } from '../letter.ts'
import type { DirectoryHeld, ExceptionUse, MessagesClosed } from './values.ts'
import { utc } from './words.ts'

/** For administrators: messages were stopped, because they cost money or help nobody. */
export function messagesClosed(values: MessagesClosed, sender: Sender): Letter {
  return {
    subject: `Text messages of ${sender.name} were stopped`,
    paragraphs: [
      `On ${utc(values.at)} we stopped ${values.what}: ${values.because}.`,
      `They start again by themselves on ${utc(values.until)}, or as soon as you open them in the console. ` +
        'Until then people sign in by their other factors.',
    ],
    link: { label: 'Open the console', url: `${sender.baseUrl}/console` },
    ifNotYou:
      'Look first who asked for these messages: the audit trail tells the accounts and their addresses.',
  }
}

/** For administrators: somebody comes in with less than the policy demands, as two of them have allowed. */
export function exceptionUsed(values: ExceptionUse, sender: Sender): Letter {
  return {
    subject: `An exception of ${sender.name} is used`,
    paragraphs: [
      `On ${utc(values.at)} “${values.account}” came in by an exception from the policy: ${timesUsed(values.uses)}.`,
      `It ends on ${utc(values.until)}. End it earlier where it is not needed any more.`,
    ],
    link: { label: 'Open the console', url: `${sender.baseUrl}/console/policy` },
    ifNotYou:
      'Look at it if you do not know of it: the audit trail tells who asked for it and who approved it.',
  }
}

/** For administrators: a directory shows so much less than before that a mistake is likelier than the truth (F-31). */
export function directoryHeld(values: DirectoryHeld, sender: Sender): Letter {
  const { directory, going, of, word } = values
  return {
    subject: `Accounts of ${sender.name} are missing in a directory`,
    paragraphs: [
      `On ${utc(values.at)} the directory “${directory}” was read, and ${going} of ${of} accounts were gone or disabled there, ` +
        'or groups were. That is more than may go at once, so nothing was changed. Who is disabled there still cannot sign in.',
      `If it is a mistake, mend it there: we look again by ourselves. If it is right, say so: sallyport directories sync ${directory} --consent ${word}`,
    ],
    link: { label: 'Open the console', url: `${sender.baseUrl}/console` },
    ifNotYou: 'Ask whoever runs that directory what has changed in it.',
  }
}

function timesUsed(uses: number): string {
  return uses === 1 ? 'for the first time' : `${uses} times so far`
}
