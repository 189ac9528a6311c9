import type { Explained } from '../../applications/index.ts'

/** What is most often wrong, by what our page says. */
export const samlRefusals: Readonly<Record<string, Explained>> = {
  'saml.unknown-provider': {
    says: 'It calls itself otherwise than it is set here, or its settings cannot be read.',
    remedy: 'Compare the entity ID with what the application sends.',
  },
  'saml.signature': {
    says: 'Its signature does not fit its certificate.',
    remedy: 'Set its newest metadata here, and have it sign with SHA-256.',
  },
  'saml.refused': {
    says: 'It asked for an answer to an address that is not registered, or without having asked.',
    remedy: 'Compare the ACS URL; for sign-on that begins here, switch it on in the settings.',
  },
  'saml.malformed': {
    says: 'What it sent is no request of SAML 2.0 that we take.',
    remedy: 'Look at its binding: what is sent by a form must not be compressed.',
  },
}
