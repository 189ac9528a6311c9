import type { ApplicationTemplate } from '../../applications/index.ts'

const steps = [
  'Have the proxy ask us about each request, and hand on what lies below /.sallyport/; docs/guide/reverse-proxy.md has it line by line for nginx, HAProxy, Traefik, Caddy and Envoy.',
  'Let nothing reach the site but by this proxy: bind it to loopback, or to a network of the two alone.',
] as const

/** Sites that know no sign-in of ours, behind a proxy that does. */
export const siteTemplates: readonly ApplicationTemplate[] = [
  {
    id: 'site',
    name: 'Web site behind nginx',
    about: 'Whatever knows no single sign-on',
    settings: (url) => ({ origin: url, proxy: 'nginx' }),
    steps,
  },
  {
    id: 'phpmyadmin',
    name: 'phpMyAdmin behind nginx',
    about: 'Databases',
    class: 'customer-data',
    settings: (url) => ({ origin: url, proxy: 'nginx' }),
    steps: [...steps, 'phpMyAdmin keeps asking for the password of the database: that is a door of its own.'],
  },
]
