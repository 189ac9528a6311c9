import type { ApplicationTemplate } from '../../applications/index.ts'

/** Products that speak OpenID Connect, with the callback that each of them has. */
export const oidcTemplates: readonly ApplicationTemplate[] = [
  {
    id: 'grafana',
    name: 'Grafana',
    settings: (url) => ({
      redirectUris: [`${url}/login/generic_oauth`],
      scopes: ['openid', 'profile', 'email', 'groups'],
    }),
    steps: [
      'In grafana.ini, section [auth.generic_oauth]: enabled = true, client_id, client_secret, use_pkce = true.',
      'scopes = openid profile email groups; auth_url, token_url and api_url are authorization, token and userinfo endpoint of the discovery document.',
      'So that no password of Grafana lets anybody in: [auth] disable_login_form = true only hides the form, [auth.basic] enabled = false shuts it.',
    ],
  },
  {
    id: 'gitea',
    name: 'Gitea or Forgejo',
    settings: (url) => ({ redirectUris: [`${url}/user/oauth2/sallyport/callback`] }),
    steps: [
      'Site administration, Authentication sources, Add: type OAuth2, name sallyport, provider OpenID Connect.',
      'Enter client ID, client secret and the discovery address.',
      'In app.ini, section [service], so that no password passes by: ENABLE_PASSWORD_SIGNIN_FORM = false (Forgejo: ENABLE_INTERNAL_SIGNIN = false), ENABLE_BASIC_AUTHENTICATION = false, ALLOW_ONLY_EXTERNAL_REGISTRATION = true.',
    ],
  },
  {
    id: 'gitlab',
    name: 'GitLab',
    settings: (url) => ({ redirectUris: [`${url}/users/auth/openid_connect/callback`] }),
    steps: [
      "In gitlab.rb, gitlab_rails['omniauth_providers']: name openid_connect, discovery true, issuer, pkce true, client_options with identifier, secret and redirect_uri.",
      'Admin area, Settings, Sign-in restrictions: switch off password authentication for the web interface and for Git over HTTPS.',
    ],
  },
  {
    id: 'nextcloud',
    name: 'Nextcloud',
    settings: (url) => ({ redirectUris: [`${url}/apps/user_oidc/code`] }),
    steps: [
      'Install the app OpenID Connect user backend (user_oidc).',
      'Administration settings, OpenID Connect: add a provider with client ID, client secret and discovery address.',
      'occ config:app:set --value=0 user_oidc allow_multiple_user_backends sends people here; /login?direct=1 still takes a password, so leave nobody a local one.',
    ],
  },
  {
    id: 'proxmox',
    name: 'Proxmox VE',
    class: 'administration',
    settings: (url) => ({ redirectUris: [url, `${url}/`] }),
    steps: [
      'Datacenter, Realms, Add: OpenID Connect Server, with issuer URL, client ID and client key.',
      'Username claim: name. Set the realm as default.',
      'Keep root@pam for the console of the machine only.',
    ],
  },
  {
    id: 'jenkins',
    name: 'Jenkins',
    class: 'administration',
    settings: (url) => ({ redirectUris: [`${url}/securityRealm/finishLogin`] }),
    steps: [
      'Install the plug-in OpenID Connect Authentication (oic-auth).',
      'Manage Jenkins, Security, Security realm: Login with OpenID Connect, well-known address, client ID and client secret; switch PKCE on.',
    ],
  },
  {
    id: 'wordpress',
    name: 'WordPress',
    settings: (url) => ({
      redirectUris: [`${url}/wp-admin/admin-ajax.php?action=openid-connect-authorize`],
      pkce: 'optional',
    }),
    steps: [
      'Install the plug-in OpenID Connect Generic.',
      'Settings, OpenID Connect Client: login type auto, client ID, client secret, scopes openid profile email, and the endpoints of the discovery document.',
    ],
  },
  {
    id: 'kubernetes',
    name: 'Kubernetes API',
    class: 'administration',
    settings: () => ({
      redirectUris: ['http://127.0.0.1:8000/', 'http://localhost:8000/'],
      application: 'native',
      authentication: 'none',
      scopes: ['openid', 'profile', 'email', 'groups'],
      claimsInIdToken: true,
    }),
    steps: [
      'kube-apiserver: --oidc-issuer-url, --oidc-client-id, --oidc-username-claim=name, --oidc-groups-claim=groups.',
      'On the machines of people: kubectl with the plug-in kubelogin (oidc-login), with issuer and client ID.',
    ],
  },
  {
    id: 'apache',
    name: 'Apache with mod_auth_openidc',
    settings: (url) => ({ redirectUris: [`${url}/oidc-callback`] }),
    steps: [
      'OIDCProviderMetadataURL is the discovery address; OIDCClientID, OIDCClientSecret, OIDCCryptoPassphrase (random), OIDCPKCEMethod S256.',
      'OIDCRedirectURI /oidc-callback; in the Location to guard: AuthType openid-connect and Require valid-user.',
    ],
  },
]
