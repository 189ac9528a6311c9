import type { ApplicationTemplate } from '../../applications/index.ts'

const loopback = { networks: ['127.0.0.1'] } as const

/** Systems that ask by RADIUS. Networks are those of one machine until they are set. */
export const radiusTemplates: readonly ApplicationTemplate[] = [
  {
    id: 'openvpn',
    name: 'OpenVPN',
    class: 'remote-access',
    settings: () => ({ ...loopback, requireMessageAuthenticator: false }),
    steps: [
      'Install openvpn-auth-radius, and enter server, secret and port in radiusplugin.cnf.',
      'In the server configuration: plugin radiusplugin.so with that file, and reneg-sec 0, or nobody stays for longer than an hour.',
      'In the configuration of people: auth-user-pass. They type the code right behind their password.',
    ],
  },
  {
    id: 'ssh',
    name: 'SSH and sudo (pam_radius)',
    class: 'administration',
    settings: () => ({ ...loopback, requireMessageAuthenticator: false }),
    steps: [
      'Install libpam-radius-auth; enter 127.0.0.1:1812, the secret and 10 in /etc/pam_radius_auth.conf, mode 0600.',
      'In /etc/pam.d/sshd and /etc/pam.d/sudo: auth required pam_radius_auth.so, in the place of @include common-auth.',
      'In sshd_config: KbdInteractiveAuthentication yes and AuthenticationMethods keyboard-interactive, or publickey,keyboard-interactive: with a key alone sshd asks PAM for nothing. Keep one root shell open until you have seen it work.',
    ],
  },
  {
    id: 'vpn',
    name: 'VPN of Cisco, Fortinet or Palo Alto, strongSwan',
    class: 'remote-access',
    settings: () => loopback,
    steps: [
      'Set here the network whence the device asks.',
      'On the device: a RADIUS server with this address and secret, PAP, time-out ten seconds and one try, Message-Authenticator required where it can be.',
    ],
  },
]
