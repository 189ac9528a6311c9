import { isIP, connect as openSocket } from 'node:net'
import { type ConnectionOptions, connect as openTls, type TLSSocket } from 'node:tls'
import type { Client, Entry, Filter, SearchOptions } from 'ldapts'
import { within } from '../../kernel/deadline.ts'
import { pageControl } from './paging.ts'
import { type Meter, type WholeMessages, wholeMessages } from './whole-messages.ts'

/** What is needed to speak to one server. */
export interface Access {
  readonly url: string
  readonly startTls: boolean
  /** PEM; the public authorities where undefined. */
  readonly ca: string | undefined
  readonly bindDn: string
  readonly bindPassword: string
}

/** One connection for one errand: bound as ourselves, used, thrown away. */
export interface Session {
  readonly url: string
  /** All pages; rejects where the server gives only a part. */
  search(search: Search): AsyncIterable<Entry>
  /**
   * Whether the password is this entry's. It is the last thing that is done on a connection. Never with an empty
   * password, or one that starts a C string's end: servers take that for nobody in particular (RFC 4513 §5.1.2).
   */
  isPasswordOf(dn: string, password: string): Promise<boolean>
  close(): void
}

export interface Search {
  readonly base: string
  readonly filter: Filter | string
  readonly attributes: readonly string[]
  /** Those whose bytes are wanted. */
  readonly binary?: readonly string[]
  /** Only so many are wanted; then it is not paged. */
  readonly limit?: number
}

const perPage = 500

/** Bytes of an answer to a question about one, and of a page. */
const mostOfOne = 1024 * 1024
const mostOfPage = 64 * 1024 * 1024

/** Pages on which nobody stands, such as references alone: a server that sends only those comes to no end. */
const mostEmpty = 100

/** Milliseconds. */
export interface Patience {
  /** Until we are let in. */
  readonly opening: number
  /** For each answer after that. */
  readonly answer: number
}

/** Connects, encrypts where asked to, and says who we are. Rejects where any of it fails. */
export async function openSession(access: Access, { opening, answer }: Patience): Promise<Session> {
  const { Client } = await import('ldapts')
  const { url } = access
  const meter: Meter = { left: mostOfOne, ended: undefined }
  const connecting = connectingOnce(access, meter)
  const client = new Client({ url, connectTimeout: opening, timeout: answer, ...connecting })
  const close = () => void client.unbind().catch(() => undefined)
  try {
    await within(opening, enter(client, access))
  } catch (error) {
    close()
    throw error
  }
  return { url, search: (search) => pagesOf(client, meter, search), isPasswordOf: bindAs(client), close }
}

async function enter(client: Client, access: Access): Promise<void> {
  if (access.startTls) await client.startTLS(tlsOptions(access))
  await client.bind(access.bindDn, access.bindPassword)
}

/**
 * The library opens a connection anew where one was lost, and says nothing of it: the next password would go out
 * before STARTTLS. Here the second one is an error.
 */
function connectingOnce(access: Access, meter: Meter) {
  let used = false
  const once = <Result>(open: () => Result): Result => {
    if (used) throw new Error('The connection was lost.')
    used = true
    return open()
  }
  const { hostname, port, protocol } = new URL(access.url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const encrypted = (options: ConnectionOptions) =>
    wholeMessages(openTls(options), 'secureConnect', meter) as unknown as TLSSocket
  if (protocol === 'ldap:') {
    return {
      createConnection: (() =>
        once(() =>
          wholeMessages(openSocket(Number(port || 389), host), 'connect', meter),
        )) as unknown as typeof openSocket,
      // For STARTTLS, over the connection that there is.
      createSecureConnection: (({ socket, ...options }: ConnectionOptions) =>
        encrypted({ ...options, socket: (socket as unknown as WholeMessages).release() })) as typeof openTls,
    }
  }
  const options = { ...tlsOptions(access), port: Number(port || 636) }
  return { createSecureConnection: (() => once(() => encrypted(options))) as typeof openTls }
}

/** The certificate is always verified, and the name in it. */
function tlsOptions({ url, ca }: Access): ConnectionOptions {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  return {
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  }
}

/** References to other servers come along in the answers, and are not followed. */
async function* pagesOf(
  client: Client,
  meter: Meter,
  { base, filter, limit, ...search }: Search,
): AsyncIterable<Entry> {
  const options: SearchOptions = {
    scope: 'sub',
    filter,
    attributes: [...search.attributes],
    explicitBufferAttributes: [...(search.binary ?? [])],
  }
  if (limit !== undefined) {
    meter.left = mostOfOne
    yield* (await client.search(base, { ...options, sizeLimit: limit })).searchEntries
    return
  }
  let empty = 0
  let cookie: Buffer | undefined
  do {
    meter.left = mostOfPage
    const page = await client.search(base, options, await pageControl(perPage, cookie))
    cookie = meter.ended?.cookie
    if (page.searchEntries.length === 0 && ++empty > mostEmpty) throw new Error('The pages come to no end.')
    yield* page.searchEntries
  } while (cookie)
}

function bindAs(client: Client): Session['isPasswordOf'] {
  return async (dn, password) => {
    if (dn === '' || password === '' || password.includes('\0')) return false
    const { InvalidCredentialsError } = await import('ldapts')
    try {
      await client.bind(dn, password)
      return true
    } catch (error) {
      if (error instanceof InvalidCredentialsError) return false
      throw error
    }
  }
}
