import type { ApplicationTemplate } from '../../applications/index.ts'

/** Products that speak SAML 2.0. */
export const samlTemplates: readonly ApplicationTemplate[] = [
  {
    id: 'google-workspace',
    name: 'Google Workspace',
    about: 'Mail and documents',
    class: 'mail',
    settings: () => ({
      entityId: 'google.com',
      acsUrls: ['https://accounts.google.com/samlrp/acs'],
      nameIds: ['email'],
    }),
    steps: [
      'Admin console, Security, SSO with third-party identity provider: add a SAML profile with entity ID, sign-on and sign-out address, and the certificate of our metadata.',
      'Set entity ID and ACS URL here to what the profile shows: they end with its own number.',
      'Assign the profile to organisational units; superadministrators keep signing in at Google, so require their security keys there.',
    ],
  },
  {
    id: 'aws',
    name: 'AWS IAM Identity Center',
    about: 'Amazon Web Services',
    asks: ['metadata'],
    class: 'administration',
    settings: () => ({ nameIds: ['email'] }),
    steps: [
      'IAM Identity Center, Settings, Change identity source: External identity provider; upload our metadata there.',
      'Set here the metadata that it offers for download.',
      'Provision the same e-mail addresses there.',
    ],
  },
  {
    id: 'salesforce',
    name: 'Salesforce',
    about: 'Customers',
    class: 'customer-data',
    settings: (url) => ({ entityId: url, acsUrls: [url], nameIds: ['email'] }),
    steps: [
      'Setup, Single Sign-On Settings: new from metadata URL, with ours; SAML identity type Federation ID.',
      'Enter the e-mail address that people have here as the Federation ID of their user there.',
      'Set here the login URL that the settings show, if it is another one.',
      'My Domain, Authentication configuration: choose us, and take the login form away.',
    ],
  },
]
