import type { ApplicationTemplate } from '../../applications/index.ts'
import { numberOf } from '../ports.ts'

const loopback = { networks: ['127.0.0.1'] } as const

/** Where the port is reached is not known here: it has an address of its own. */
const server = 'SALLYPORT'

const typed =
  'People type the code right behind their password. Whoever has only a passkey cannot sign in by RADIUS: connect by SAML or OpenID Connect where the device can.'

/** Systems that ask by RADIUS. Networks are those of one machine where the door runs beside it. */
export const radiusTemplates: readonly ApplicationTemplate[] = [
  {
    id: 'openvpn',
    name: 'OpenVPN',
    about: 'VPN',
    class: 'remote-access',
    settings: () => ({ ...loopback, requireMessageAuthenticator: false }),
    steps: [
      {
        text: 'Install openvpn-auth-radius; in radiusplugin.cnf, mode 0600. It reads ports of four digits.',
        paste: ({ secret, port }) =>
          `OpenVPNConfig=/etc/openvpn/server.conf\nserver\n{\n  authport=${numberOf(port, 'radius')}\n  acctport=${numberOf(port, 'radius')}\n  name=127.0.0.1\n  retry=1\n  wait=10\n  sharedsecret=${secret}\n}`,
      },
      {
        text: 'In the configuration of the server. Without the last line nobody stays for longer than an hour.',
        paste: () => 'plugin /usr/lib/openvpn/radiusplugin.so /etc/openvpn/radiusplugin.cnf\nreneg-sec 0',
      },
      'In the configuration of people: auth-user-pass. They type the code right behind their password.',
    ],
  },
  {
    id: 'ssh',
    name: 'SSH and sudo (pam_radius)',
    about: 'Logins of servers',
    class: 'administration',
    settings: () => ({ ...loopback, requireMessageAuthenticator: false }),
    steps: [
      {
        text: 'Install libpam-radius-auth; in /etc/pam_radius_auth.conf, mode 0600:',
        paste: ({ secret, port }) => `127.0.0.1:${numberOf(port, 'radius')} ${secret} 10`,
      },
      {
        text: 'In /etc/pam.d/sshd and /etc/pam.d/sudo, in the place of @include common-auth:',
        paste: () => 'auth required pam_radius_auth.so',
      },
      {
        text: 'In sshd_config, or publickey,keyboard-interactive: with a key alone sshd asks PAM for nothing. Keep one root shell open until you have seen it work.',
        paste: () => 'KbdInteractiveAuthentication yes\nAuthenticationMethods keyboard-interactive',
      },
    ],
  },
  {
    id: 'cisco-asa',
    name: 'Cisco ASA',
    about: 'VPN (AnyConnect, Secure Client)',
    class: 'remote-access',
    asks: ['networks'],
    settings: () => ({}),
    steps: [
      {
        text: 'On the device; the interface in brackets is the one by which it reaches us, and the name behind `host` stands for our address. The last two lines belong to the tunnel group of your VPN.',
        paste: ({ secret, port }) =>
          [
            'aaa-server SALLYPORT protocol radius',
            `aaa-server SALLYPORT (inside) host ${server}`,
            ` key ${secret}`,
            ` authentication-port ${numberOf(port, 'radius')}`,
            ' timeout 30',
            'tunnel-group VPN general-attributes',
            ' authentication-server-group SALLYPORT',
          ].join('\n'),
      },
      'Name no LOCAL after the server group: it would take passwords of the device itself as soon as we cannot be reached.',
      'A release without the remedy for CVE-2024-3596 sends no Message-Authenticator. Update it rather than ask for none here.',
      typed,
    ],
  },
  {
    id: 'fortigate',
    name: 'Fortinet FortiGate',
    about: 'VPN (FortiClient)',
    class: 'remote-access',
    asks: ['networks'],
    settings: () => ({}),
    steps: [
      {
        text: 'On the device; the name behind `set server` stands for our address. Left at auto it asks a second time in a way that we do not take.',
        paste: ({ secret, port }) =>
          [
            'config user radius',
            '  edit "Sallyport"',
            `    set server "${server}"`,
            `    set secret ${secret}`,
            `    set radius-port ${numberOf(port, 'radius')}`,
            '    set auth-type pap',
            '    set require-message-authenticator enable',
            '    set timeout 30',
            '  next',
            'end',
            'config user group',
            '  edit "VPN"',
            '    set member "Sallyport"',
            '  next',
            'end',
            'config system global',
            '  set remoteauthtimeout 30',
            'end',
          ].join('\n'),
      },
      'Use the group VPN in the settings of the VPN and in its policies, and take local users out of both.',
      typed,
    ],
  },
  {
    id: 'palo-alto',
    name: 'Palo Alto GlobalProtect',
    about: 'VPN',
    class: 'remote-access',
    asks: ['networks'],
    settings: () => ({}),
    steps: [
      {
        text: 'Device, Server profiles, RADIUS: add one; in the place of SALLYPORT goes our address. Left at auto it asks first by CHAP, which we do not take.',
        paste: ({ secret, port }) =>
          [
            'Timeout: 30',
            'Retries: 1',
            'Authentication protocol: PAP',
            `RADIUS server: ${server}`,
            `Secret: ${secret}`,
            `Port: ${numberOf(port, 'radius')}`,
          ].join('\n'),
      },
      'Device, Authentication profile: type RADIUS with that server profile. Enter it in portal and gateway of GlobalProtect.',
      'A code is good once. Have the gateway take the cookie of the portal (authentication override), or people type two.',
      typed,
    ],
  },
  {
    id: 'strongswan',
    name: 'strongSwan',
    about: 'IPsec VPN',
    class: 'remote-access',
    settings: () => loopback,
    steps: [
      {
        text: 'In strongswan.conf: we take passwords and no EAP, so EAP-GTC fetches the password and RADIUS judges it.',
        paste: ({ secret, port }) =>
          [
            'charon {',
            '  plugins {',
            '    eap-gtc {',
            '      backend = radius',
            '    }',
            '    eap-radius {',
            '      servers {',
            '        sallyport {',
            '          address = 127.0.0.1',
            `          secret = ${secret}`,
            `          auth_port = ${numberOf(port, 'radius')}`,
            '        }',
            '      }',
            '    }',
            '  }',
            '}',
          ].join('\n'),
      },
      {
        text: 'In swanctl.conf, in the connection of your VPN, for people whose client speaks EAP-GTC. Clients of Windows and Apple do not: give those certificates, or another VPN.',
        paste: () => 'remote {\n  auth = eap-gtc\n  eap_id = %any\n}',
      },
      typed,
    ],
  },
  {
    id: 'vpn',
    name: 'Network device',
    about: 'Any other VPN, switch, wireless network',
    class: 'remote-access',
    asks: ['networks'],
    settings: () => ({}),
    steps: [
      {
        text: 'On the device: a RADIUS server with PAP, a time-out of thirty seconds and one try, Message-Authenticator required where it can be. In the place of SALLYPORT goes our address.',
        paste: ({ secret, port }) =>
          `Server: ${server}\nPort: ${numberOf(port, 'radius')}\nSecret: ${secret}`,
      },
      typed,
    ],
  },
]
