import type { ApplicationTemplate, Connected } from '../../applications/index.ts'
import { issuerOf, paths } from './routes.ts'
import type { OidcSettings } from './settings.ts'

type Here = Connected<OidcSettings> & { readonly secret: string }

const discoveryOf = (here: Here) => `${issuerOf(here.baseUrl)}/.well-known/openid-configuration`
const callbackOf = ({ settings }: Here) => settings.redirectUris[0] ?? ''

/** Products that speak OpenID Connect, with the callback that each of them has. */
export const oidcTemplates: readonly ApplicationTemplate<OidcSettings>[] = [
  {
    id: 'grafana',
    name: 'Grafana',
    about: 'Dashboards',
    settings: (url) => ({
      redirectUris: [`${url}/login/generic_oauth`],
      scopes: ['openid', 'profile', 'email', 'groups'],
    }),
    steps: [
      {
        text: 'In grafana.ini; root_url in [server] has to be the address at which people open it.',
        paste: (here) =>
          [
            '[auth.generic_oauth]',
            'enabled = true',
            'name = Sallyport',
            `client_id = ${here.applicationId}`,
            `client_secret = ${here.secret}`,
            'scopes = openid profile email groups',
            `auth_url = ${issuerOf(here.baseUrl)}${paths.authorization}`,
            `token_url = ${issuerOf(here.baseUrl)}${paths.token}`,
            `api_url = ${issuerOf(here.baseUrl)}${paths.userinfo}`,
            'use_pkce = true',
            'login_attribute_path = preferred_username',
          ].join('\n'),
      },
      {
        text: 'So that no password of Grafana lets anybody in: the first line only hides the form, the last one shuts the door.',
        paste: () => '[auth]\ndisable_login_form = true\n\n[auth.basic]\nenabled = false',
      },
    ],
  },
  {
    id: 'gitea',
    name: 'Gitea or Forgejo',
    about: 'Git hosting',
    settings: (url) => ({ redirectUris: [`${url}/user/oauth2/sallyport/callback`] }),
    steps: [
      {
        text: 'On its machine, or in Site administration, Authentication sources with the same values.',
        paste: (here) =>
          [
            'gitea admin auth add-oauth --name sallyport --provider openidConnect',
            `--key ${here.applicationId} --secret ${here.secret}`,
            `--auto-discover-url ${discoveryOf(here)}`,
          ].join(' \\\n  '),
      },
      {
        text: 'In app.ini, so that no password passes by. Forgejo calls the first line ENABLE_INTERNAL_SIGNIN.',
        paste: () =>
          [
            '[service]',
            'ENABLE_PASSWORD_SIGNIN_FORM = false',
            'ENABLE_BASIC_AUTHENTICATION = false',
            'ALLOW_ONLY_EXTERNAL_REGISTRATION = true',
          ].join('\n'),
      },
    ],
  },
  {
    id: 'gitlab',
    name: 'GitLab',
    about: 'Git hosting',
    settings: (url) => ({ redirectUris: [`${url}/users/auth/openid_connect/callback`] }),
    steps: [
      {
        text: 'In gitlab.rb, then gitlab-ctl reconfigure.',
        paste: (here) =>
          [
            "gitlab_rails['omniauth_allow_single_sign_on'] = ['openid_connect']",
            "gitlab_rails['omniauth_providers'] = [{",
            "  name: 'openid_connect', label: 'Sallyport',",
            '  args: {',
            "    name: 'openid_connect', scope: ['openid', 'profile', 'email'], response_type: 'code',",
            `    issuer: '${issuerOf(here.baseUrl)}', discovery: true, pkce: true, uid_field: 'sub',`,
            '    client_options: {',
            `      identifier: '${here.applicationId}', secret: '${here.secret}',`,
            `      redirect_uri: '${callbackOf(here)}'`,
            '    }',
            '  }',
            '}]',
          ].join('\n'),
      },
      'Whoever comes for the first time waits until an administrator approves them in the admin area.',
      'Admin area, Settings, Sign-in restrictions: switch off password authentication for the web interface and for Git over HTTPS.',
    ],
  },
  {
    id: 'nextcloud',
    name: 'Nextcloud',
    about: 'Files and calendars',
    // The second one where its web server has no pretty addresses.
    settings: (url) => ({
      redirectUris: [`${url}/apps/user_oidc/code`, `${url}/index.php/apps/user_oidc/code`],
    }),
    steps: [
      {
        text: 'Install the app OpenID Connect user backend, and add us to it.',
        paste: (here) =>
          [
            'occ app:install user_oidc',
            [
              `occ user_oidc:provider Sallyport --clientid=${here.applicationId} --clientsecret=${here.secret}`,
              `--discoveryuri=${discoveryOf(here)} --scope="openid profile email"`,
            ].join(' \\\n  '),
          ].join('\n'),
      },
      {
        text: 'Send people here. /login?direct=1 still takes a password, so leave nobody a local one.',
        paste: () => 'occ config:app:set --value=0 user_oidc allow_multiple_user_backends',
      },
    ],
  },
  {
    id: 'proxmox',
    name: 'Proxmox VE',
    about: 'Virtual machines',
    class: 'administration',
    settings: (url) => ({ redirectUris: [url, `${url}/`] }),
    steps: [
      {
        text: 'On a node, or in Datacenter, Realms, Add: OpenID Connect Server with the same values.',
        paste: (here) =>
          [
            'pveum realm add sallyport --type openid --default 1 --username-claim username --scopes "email profile"',
            `--issuer-url ${issuerOf(here.baseUrl)} --client-id ${here.applicationId} --client-key ${here.secret}`,
          ].join(' \\\n  '),
      },
      'Each person needs an entry there, NAME@sallyport, with a role: pveum user add makes it, or --autocreate 1 one without a role at the first sign-in.',
      'Keep root@pam for the console of the machine only.',
    ],
  },
  {
    id: 'jenkins',
    name: 'Jenkins',
    about: 'Builds',
    class: 'administration',
    settings: (url) => ({ redirectUris: [`${url}/securityRealm/finishLogin`] }),
    steps: [
      'Install the plug-in OpenID Connect Authentication (oic-auth).',
      {
        text: 'Manage Jenkins, Security, Security realm: Login with OpenID Connect, with PKCE on.',
        paste: (here) =>
          [
            `Client ID: ${here.applicationId}`,
            `Client secret: ${here.secret}`,
            `Well-known address: ${discoveryOf(here)}`,
            'User name field: preferred_username',
          ].join('\n'),
      },
    ],
  },
  {
    id: 'wordpress',
    name: 'WordPress',
    about: 'Web sites and blogs',
    settings: (url) => ({
      redirectUris: [`${url}/wp-admin/admin-ajax.php?action=openid-connect-authorize`],
      pkce: 'optional',
    }),
    steps: [
      'Install the plug-in OpenID Connect Generic.',
      {
        text: 'Settings, OpenID Connect Client, login type auto.',
        paste: (here) =>
          [
            `Client ID: ${here.applicationId}`,
            `Client secret key: ${here.secret}`,
            'OpenID scope: openid profile email',
            `Login endpoint: ${issuerOf(here.baseUrl)}${paths.authorization}`,
            `Userinfo endpoint: ${issuerOf(here.baseUrl)}${paths.userinfo}`,
            `Token validation endpoint: ${issuerOf(here.baseUrl)}${paths.token}`,
            `End session endpoint: ${issuerOf(here.baseUrl)}${paths.end_session}`,
          ].join('\n'),
      },
      'wp-login.php still takes passwords, and so does XML-RPC: shut both, or leave nobody a password there.',
    ],
  },
  {
    id: 'synology',
    name: 'Synology DSM',
    about: 'Network storage',
    settings: (url) => ({ redirectUris: [url, `${url}/`], pkce: 'optional' }),
    steps: [
      {
        text: 'Control panel, Domain/LDAP, SSO client: switch the OpenID Connect SSO service on, profile OIDC, account type Domain/LDAP/local.',
        paste: (here) =>
          [
            'Name: Sallyport',
            `Well-known URL: ${discoveryOf(here)}`,
            `Application ID: ${here.applicationId}`,
            `Application secret: ${here.secret}`,
            `Redirect URL: ${callbackOf(here)}`,
            'Authorization scope: openid profile email',
            'Username claim: preferred_username',
          ].join('\n'),
      },
      'DSM makes no accounts of its own: each person needs one there, of the same name as here.',
      'Its own form still takes passwords, and so do SMB, SSH and its other services. Give people none there, or none that they know.',
    ],
  },
  {
    id: 'wg-portal',
    name: 'WireGuard Portal',
    about: 'WireGuard VPN',
    class: 'remote-access',
    settings: (url) => ({ redirectUris: [`${url}/api/v0/auth/login/sallyport/callback`] }),
    steps: [
      {
        text: 'In config.yaml, from release 2.3 on, for older ones send no PKCE; web.external_url has to be the address at which people open it.',
        paste: (here) =>
          [
            'core:',
            '  disable_admin_user: true',
            'auth:',
            '  hide_login_form: true',
            '  oidc:',
            '    - provider_name: sallyport',
            '      display_name: Sallyport',
            `      base_url: ${issuerOf(here.baseUrl)}`,
            `      client_id: ${here.applicationId}`,
            `      client_secret: ${here.secret}`,
            '      extra_scopes: [profile, email]',
            '      registration_enabled: true',
          ].join('\n'),
      },
      'hide_login_form only hides it: /#/login?all still takes the password of whoever has one there, so leave nobody any. disable_admin_user shuts its own administrator out: name one of ours by admin_mapping.',
      'A key of WireGuard opens the tunnel for as long as it lives, and nobody is asked for anything there. Give each peer a date on which it ends, and have people come back for the next one.',
    ],
  },
  {
    id: 'defguard',
    name: 'Defguard',
    about: 'WireGuard VPN',
    class: 'remote-access',
    settings: (url) => ({ redirectUris: [`${url}/auth/callback`], pkce: 'optional' }),
    steps: [
      {
        text: 'Settings, External OpenID providers: Custom.',
        paste: (here) =>
          [
            `Base URL: ${issuerOf(here.baseUrl)}`,
            `Client ID: ${here.applicationId}`,
            `Client secret: ${here.secret}`,
          ].join('\n'),
      },
      'Where people enrol by its proxy, add /openid/callback at the address of that to the redirect URIs here.',
      'A key of WireGuard opens the tunnel for as long as it lives: switch on MFA for each location.',
    ],
  },
  {
    id: 'kubernetes',
    name: 'Kubernetes API',
    about: 'Clusters',
    class: 'administration',
    settings: () => ({
      redirectUris: ['http://127.0.0.1:8000/', 'http://localhost:8000/'],
      application: 'native',
      authentication: 'none',
      scopes: ['openid', 'profile', 'email', 'groups'],
      claimsInIdToken: true,
    }),
    steps: [
      {
        text: 'To the arguments of kube-apiserver:',
        paste: (here) =>
          [
            `--oidc-issuer-url=${issuerOf(here.baseUrl)}`,
            `--oidc-client-id=${here.applicationId}`,
            '--oidc-username-claim=preferred_username',
            '--oidc-username-prefix=sallyport:',
            '--oidc-groups-claim=groups',
            // Without it a group of ours that is called system:masters would be everything there.
            '--oidc-groups-prefix=sallyport:',
          ].join('\n'),
      },
      {
        text: 'On the machines of people: kubectl with the plug-in kubelogin (oidc-login).',
        paste: (here) =>
          [
            `kubectl oidc-login setup --oidc-issuer-url=${issuerOf(here.baseUrl)} --oidc-client-id=${here.applicationId}`,
            '--oidc-extra-scope=profile --oidc-extra-scope=groups',
          ].join(' \\\n  '),
      },
      {
        text: 'Say what people may do there. Names and groups of ours begin with the prefix.',
        paste: () => 'kubectl create clusterrolebinding ours --clusterrole=view --group=sallyport:GROUP',
      },
      'A cluster asks nobody about a token that it was shown: who is disabled here is out there within ten minutes. Client certificates and service accounts pass by here.',
    ],
  },
  {
    id: 'apache',
    name: 'Apache httpd',
    about: 'Web server, with mod_auth_openidc',
    settings: (url) => ({ redirectUris: [`${url}/oidc-callback`] }),
    steps: [
      {
        text: 'In the virtual host; the passphrase is any long random text.',
        paste: (here) =>
          [
            `OIDCProviderMetadataURL ${discoveryOf(here)}`,
            `OIDCClientID ${here.applicationId}`,
            `OIDCClientSecret ${here.secret}`,
            `OIDCRedirectURI ${callbackOf(here)}`,
            'OIDCPKCEMethod S256',
            'OIDCCryptoPassphrase "exec:/bin/cat /etc/apache2/oidc-passphrase"',
            '<Location "/">',
            '  AuthType openid-connect',
            '  Require valid-user',
            '</Location>',
          ].join('\n'),
      },
    ],
  },
]
