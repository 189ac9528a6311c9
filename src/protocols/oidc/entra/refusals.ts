import type { Explained } from '../../../applications/index.ts'

const compare = 'Compare the ids here with those of the organisation and of the app registration.'

/** What is most often wrong, by the reason in the audit trail. */
export const entraRefusals: Readonly<Record<string, Explained>> = {
  'entra.not-vouched': {
    says: 'Its word on the first factor does not count here.',
    remedy: 'Let the application vouch for the first factor.',
  },
  'entra.client unknown': {
    says: 'Microsoft asked in the name of an application that is not connected here.',
    remedy: 'Enter the client ID there anew.',
  },
  'entra.client redirect_uri': {
    says: 'It asked to have the answer somewhere else than at the cloud that is set here.',
    remedy: 'Set the cloud in which the organisation is.',
  },
  'entra.hint signature': {
    says: 'The hint was not signed by a key that Microsoft publishes for this organisation.',
    remedy: compare,
  },
  'entra.hint issuer': { says: 'The hint is of another organisation.', remedy: compare },
  'entra.hint tenant': { says: 'The hint is about somebody of another organisation.', remedy: compare },
  'entra.hint audience': { says: 'The hint is made out to another app registration.', remedy: compare },
  'entra.hint age': {
    says: 'The hint was older than ten minutes, or from the future.',
    remedy: 'Look at the clock of this machine.',
  },
  'entra.hint replayed': { says: 'The hint was shown before. Each begins one sign-in.' },
  'entra.keys unreachable': {
    says: 'The keys of Microsoft could not be fetched.',
    remedy: 'Let this machine reach login.microsoftonline.com, or that of your cloud.',
  },
  'entra.person unknown': {
    says: 'Nobody here is linked to who signed in there.',
    remedy: 'Provision them by SCIM with objectId as externalId, link the account, or set people to by-name.',
  },
  'entra.person disabled': { says: 'The account here is disabled.' },
  'entra.person of another id': {
    says: 'The account of that name belongs to somebody else of the organisation, who had the name before.',
    remedy: 'If it is the same person under a new id, unlink the account.',
  },
  'entra.person not linked': {
    says: 'Somebody came to an account by its name, and showed nothing that it had set up before.',
    remedy: 'Link the account, or let its owner set up a second factor here first.',
  },
  'entra.unmet acr': {
    says: 'Microsoft asked for a kind of factor that cannot be shown here, such as a password.',
  },
  'entra.unmet amr': {
    says: 'What was shown is no method that Microsoft takes.',
    remedy: 'Have a second factor set up such as a passkey, push or an authenticator app.',
  },
  'entra.turned-back': { says: 'Somebody went back to Microsoft without having shown a second factor.' },
  'entra.denied': {
    says: 'A rule lets nobody in there now.',
    remedy: 'Look under the account why: *Why was somebody refused?*',
  },
  'entra.no-way': {
    says: 'Somebody has no second factor that can be shown for Microsoft.',
    remedy: 'Invite them to set one up, such as a passkey, push or an authenticator app.',
  },
  'entra.not-admitted': {
    says: 'Somebody came back without having shown what is asked for, or was not let in by the rules.',
    remedy: 'Look under the account why: *Why was somebody refused?*',
  },
}
