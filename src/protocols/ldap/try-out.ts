import type { X509Certificate } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { connect } from 'node:tls'
import { Client } from 'ldapts'
import type { DoorPort, Finding, Trial } from '../../applications/index.ts'
import { networksFound, notConfigured, reachable } from '../port-trial.ts'
import { readerName, suffixOf } from './names.ts'
import type { LdapSettings } from './settings.ts'

/** Milliseconds that an answer of our own machine may take. */
const patience = 3_000

/** Asks our own port as the system would: what it is, and with the secret, for the names under its base. */
export async function tryOutLdap(trial: Trial<LdapSettings>): Promise<readonly Finding[]> {
  const { port, settings, now } = trial
  if (!port) return [notConfigured('ldap', 'LDAP')]
  const client = new Client({
    url: `${port.secure ? 'ldaps' : 'ldap'}://${urlHost(port)}:${port.port}`,
    timeout: patience,
    connectTimeout: patience,
    // What it shows is looked at by itself: from here it need not bear the name of this address.
    ...(port.secure ? { tlsOptions: { rejectUnauthorized: false } } : {}),
  })
  try {
    const open = await answers(client, port)
    const rest =
      open.outcome === 'good'
        ? [...(await certificateFound(port, now)), ...(await secretFound(client, trial))]
        : []
    return [open, ...rest, ...networksFound('ldap', port, settings.networks)]
  } finally {
    await client.unbind().catch(() => undefined)
  }
}

async function answers(client: Client, { host, port }: DoorPort): Promise<Finding> {
  const check = 'port'
  try {
    await client.search('', { scope: 'base', attributes: ['vendorName'] })
    return { check, outcome: 'good', says: `TCP port ${port} of ${host} answers by LDAP.` }
  } catch {
    return {
      check,
      outcome: 'bad',
      says: `TCP port ${port} of ${host} does not answer by LDAP.`,
      remedy: 'Start the server, or look in its log why the port was not opened.',
    }
  }
}

/** Systems look at the certificate: one that is over, or not yet good, shuts all of them out. */
async function certificateFound(port: DoorPort, now: number): Promise<readonly Finding[]> {
  if (!port.secure) return []
  const certificate = await shownBy(port)
  const until = Date.parse(certificate?.validTo ?? '')
  const check = 'certificate'
  if (until > now)
    return [{ check, outcome: 'good', says: `The certificate is good until ${certificate?.validTo}.` }]
  const says = certificate ? `The certificate ended on ${certificate.validTo}.` : 'No certificate is shown.'
  const remedy = 'Renew the files of `ldap.tls`, and send the server SIGHUP.'
  return [{ check, outcome: 'bad', says, remedy }]
}

function shownBy({ host, port }: DoorPort): Promise<X509Certificate | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: reachable(host), port, rejectUnauthorized: false, timeout: patience })
    const end = (found?: X509Certificate) => {
      socket.destroy()
      resolve(found)
    }
    socket.once('secureConnect', () => end(socket.getPeerX509Certificate()))
    socket.once('timeout', () => end())
    socket.once('error', () => end())
  })
}

async function secretFound(
  client: Client,
  { applicationId, given, settings }: Trial<LdapSettings>,
): Promise<readonly Finding[]> {
  if (given === undefined) return []
  const check = 'secret'
  const name = readerName(applicationId)
  try {
    await client.bind(name, given)
    await client.search(suffixOf(applicationId), { scope: 'base' })
    return [{ check, outcome: 'good', says: `${name} is let in with this secret, and may read.` }]
  } catch {
    if (!settings.networks.some((network) => /^(127\.|::1|0\.0\.0\.0)/.test(network)))
      return [{ check, outcome: 'unknown', says: 'From this machine nobody is let in by its names.' }]
    const remedy = 'Enter the secret there anew, or rotate it.'
    return [{ check, outcome: 'bad', says: 'This is no secret of the system.', remedy }]
  }
}

function urlHost({ host }: DoorPort): string {
  const here = reachable(host)
  return isIPv6(here) ? `[${here}]` : here
}
