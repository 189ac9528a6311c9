import {
  type CertificateSurroundings,
  type CertificatesConfig,
  certificateEntry,
} from './config-certificates.ts'
import type { ConfigProblem } from './config-problems.ts'

/** What is wrong with it in the light of the rest. */
export function certificateProblems(
  config: CertificatesConfig,
  around: CertificateSurroundings,
): readonly ConfigProblem[] {
  const entry = certificateEntry(config, around)
  if (!entry) return []
  const problem = (name: string, reason: string, remedy: string) => [
    { where: `clientCertificates.${name}`, reason, remedy },
  ]
  const base = new URL(around.baseUrl)
  if (base.protocol !== 'https:')
    return problem(
      'port',
      'certificates need https',
      'Set baseUrl to an https address, and bring TLS or a proxy.',
    )
  if (entry.port !== undefined && !entry.tls)
    return problem(
      'port',
      'it has no certificate of its own',
      'Set tls, or clientCertificates.cert and clientCertificates.key.',
    )
  if (entry.port === undefined && config.url === undefined)
    return problem(
      'url',
      'it is not known where the proxy asks for certificates',
      'Set clientCertificates.url.',
    )
  if (new URL(entry.url).hostname !== base.hostname)
    return problem('url', 'it is another host than that of baseUrl', 'Use the same host with another port.')
  if (entry.url === base.origin)
    return problem(
      'url',
      'it is baseUrl itself',
      'Use another port: where certificates are asked for, everyone is asked.',
    )
  return []
}
