import { SallyportError } from '../../kernel/errors.ts'

/** No mailbox of the account has stood long enough, or not the one that was named (R12). */
export function mailboxUnsettled() {
  return new SallyportError(
    'forbidden',
    'mailbox.unsettled',
    'Codes go only to an address that you have confirmed under your contacts, and that has not changed for seven days.',
  )
}

/** The account has this mailbox already. */
export function mailboxKnown() {
  return new SallyportError('conflict', 'mailbox.known', 'This address is set up already.')
}
