import type { ApplicationClass } from '../applications/index.ts'

/**
 * Names by which systems of each class mostly go, tried from top to bottom: what opens the whole network before what
 * lies in it. A correction by hand comes before all of them.
 */
export const knownNames: readonly (readonly [ApplicationClass, readonly string[]])[] = [
  [
    'remote-access',
    ['*vpn*', 'wireguard', 'ssh', 'rdp', 'vdi', 'citrix', 'bastion', 'jump*', 'remote*', 'telnet', 'anydesk'],
  ],
  ['mail', ['*mail*', 'owa', 'imap', 'pop3', 'smtp', 'exchange', 'outlook', 'zimbra']],
  [
    'banking',
    ['*bank*', 'payment*', 'payroll', 'treasury', 'finance*', 'invoice*', 'accounting', 'sepa', 'swift'],
  ],
  ['customer-data', ['crm', 'customer*', 'client*', 'salesforce', 'patient*', 'kyc']],
  [
    'administration',
    ['admin*', 'root', 'sudo', 'vcenter', 'hypervisor', 'iam', 'backup*', 'domain controller'],
  ],
]

/** Rights that make whoever has them a privileged account, whatever the system. */
export const privilegedNames = ['*admin*', 'root', 'sudo*', 'superuser', 'owner', 'operator', 'dba'] as const

/** Names by which programs go that sign in by themselves. */
export const serviceNames = [
  'svc*',
  'service*',
  'bot',
  'robot',
  'daemon',
  'cron*',
  'batch',
  'noreply',
  'scanner',
  'printer',
] as const
