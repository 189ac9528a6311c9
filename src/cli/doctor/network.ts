import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { isLoopback } from '../../kernel/loopback.ts'
import { type Config, requireSafeBind } from '../../server/config.ts'
import { amount } from '../amount.ts'
import { type Check, type Finding, fine, note, wrong } from './finding.ts'

const check = 'network'
const day = 24 * 3_600_000

/** What people connect to, and what could read along. */
export const checkNetwork: Check = ({ config }) => {
  const findings = [...bind(config), ...address(config), ...proxies(config)]
  return findings.length > 0
    ? findings
    : [fine(check, `${config.baseUrl}, served at ${config.host}:${config.port}.`)]
}

function bind(config: Config): readonly Finding[] {
  try {
    requireSafeBind(config)
    return []
  } catch (error) {
    const text = error instanceof Error ? error.message : ''
    return [
      wrong(
        check,
        `${config.host} is open to others without TLS; the server will not start.`,
        text,
        'Set tls, trustedProxies, or host to 127.0.0.1.',
      ),
    ]
  }
}

function address({ baseUrl }: Config): readonly Finding[] {
  const { protocol, hostname } = new URL(baseUrl)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol === 'http:' && !isLoopback(host)) {
    return [
      wrong(
        check,
        `${baseUrl} is not https.`,
        'Browsers drop our cookies there, and passwords travel in clear.',
        'Give baseUrl an https address.',
      ),
    ]
  }
  if (isIP(host) === 0) return []
  return [
    note(
      check,
      `${baseUrl} is a number, not a name.`,
      'Passkeys do not work there.',
      'Give baseUrl a host name.',
    ),
  ]
}

function proxies({ baseUrl, trustedProxies, tls, host }: Config): readonly Finding[] {
  const { protocol } = new URL(baseUrl)
  if (protocol === 'https:' && !tls && trustedProxies.length === 0) {
    return [
      wrong(
        check,
        'baseUrl is https, but neither tls nor trustedProxies is set.',
        'Everybody would seem to come from the proxy, and share its limits.',
        'List the address of your proxy in trustedProxies.',
      ),
    ]
  }
  if (tls && trustedProxies.length > 0 && isLoopback(host)) {
    return [
      note(
        check,
        'TLS ends here, and proxies are believed as well.',
        'One of the two is usually a leftover.',
        'Remove what is not used.',
      ),
    ]
  }
  return []
}

/** The certificate, where TLS ends here. */
export const checkCertificate: Check = ({ config }) => {
  if (!config.tls) return []
  try {
    const { validTo } = new X509Certificate(readFileSync(config.tls.cert))
    readFileSync(config.tls.key)
    const days = Math.floor((Date.parse(validTo) - Date.now()) / day)
    if (days < 0)
      return [
        wrong(
          'certificate',
          `The certificate ended on ${validTo}.`,
          'Browsers refuse to connect.',
          'Renew it, then send SIGHUP.',
        ),
      ]
    if (days < 14)
      return [
        note(
          'certificate',
          `The certificate ends in ${amount(days, 'day')}.`,
          'Browsers will refuse to connect.',
          'Renew it, then send SIGHUP.',
        ),
      ]
    return [fine('certificate', `The certificate is good for ${amount(days, 'day')}.`)]
  } catch {
    return [
      wrong(
        'certificate',
        `${config.tls.cert} or ${config.tls.key} cannot be read.`,
        'The server will not start.',
        'Check their names, their rights, and that they are PEM.',
      ),
    ]
  }
}
