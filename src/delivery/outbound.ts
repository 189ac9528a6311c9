import { lookup } from 'node:dns'
import { request } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** The way to the addresses that administrators wrote for their applications. */
export type Outbound = (url: string, options?: RequestInit) => Promise<Response>

/** Bytes of an answer that are read; one that is longer is given up. */
export const longestAnswer = 256 * 1024

/** What we refuse ourselves, in words for people; what the network refuses has a `code`. */
export class OutboundRefusal extends Error {
  readonly refused: 'address' | 'length'

  constructor(refused: OutboundRefusal['refused'], message: string) {
    super(message)
    this.refused = refused
  }
}

/** This machine, its neighbours on the wire, and where clouds tell secrets. Private networks are where applications live. */
const refused = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  refused.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['fd00:c1::', 32],
  ['fd00:ec2::', 32],
  ['fd20:ce::', 32],
] as const)
  refused.addSubnet(network, bits, 'ipv6')

/**
 * Asks one address and follows nothing. What a name stands for is judged when it is connected to, so that a second
 * answer of the name server changes nothing. `named`: hosts with their ports that whoever runs this machine has
 * named: those are called wherever they are, also without TLS.
 */
export function openOutbound(named: readonly string[] = []): Outbound {
  return async (url, options = {}) => {
    const target = new URL(url)
    if (!mayCall(target, named)) throw unreachable(target.hostname)
    const begin = await requestFor(target)
    return answerOf(begin, target, options, named.includes(placeOf(target)) ? unjudged : judged)
  }
}

/** By name, Node's plain HTTP brings along all that it exports, a WebSocket client included: 40 ms of each start. */
async function requestFor({ protocol }: URL): Promise<typeof request> {
  return protocol === 'http:' ? (await import('node:http')).request : request
}

function answerOf(
  begin: typeof request,
  target: URL,
  { method = 'GET', headers, body, signal }: RequestInit,
  way: typeof judged | typeof unjudged,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const outgoing = begin(
      target,
      {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        ...way,
        ...(signal ? { signal } : {}),
      },
      (incoming) => {
        const chunks: Buffer[] = []
        let length = 0
        incoming.on('data', (chunk: Buffer) => {
          length += chunk.length
          if (length > longestAnswer) incoming.destroy(tooLong(target.hostname))
          else chunks.push(chunk)
        })
        incoming.on('error', reject)
        incoming.on('end', () => {
          // What nobody could be answered with, as a status of 999, is thrown here (F-22).
          try {
            resolve(responseOf(incoming, Buffer.concat(chunks)))
          } catch (error) {
            reject(error)
          }
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body === undefined || body === null ? undefined : String(body))
  })
}

/** A connection that nobody has judged is left open for no other call: whoever may not go there would go on by it. */
const unjudged = { agent: false } as const

/** Whether an address is one that we call; what its name stands for is judged when it is connected to. */
export function mayCall(target: URL, named: readonly string[] = []): boolean {
  return named.includes(placeOf(target)) || isAllowed(target)
}

/** To nobody but those that anybody may call. */
export const outbound: Outbound = openOutbound()

/** `n8n:5678`: the host with its port, also where that is the usual one. */
export function placeOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'http:' ? 80 : 443)}`
}

function isAllowed({ protocol, hostname }: URL): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '')
  return protocol === 'https:' && !(isIP(literal) && isRefused(literal))
}

const judgingLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const allowed = error ? [] : addresses.filter(({ address }) => !isRefused(address))
    const [first] = allowed
    if (error || !first) callback(error ?? unreachable(hostname), '')
    else if (options.all) callback(null, allowed)
    else callback(null, first.address, first.family)
  })
}

const judged = { lookup: judgingLookup } as const

function isRefused(address: string): boolean {
  return refused.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function responseOf(
  {
    statusCode = 502,
    headers,
  }: { readonly statusCode?: number | undefined; readonly headers: NodeJS.Dict<string | string[]> },
  body: Buffer,
): Response {
  const empty = [204, 205, 304].includes(statusCode)
  const named = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return new Response(empty ? null : new Uint8Array(body), {
    status: statusCode,
    headers: named as [string, string][],
  })
}

function unreachable(host: string): OutboundRefusal {
  return new OutboundRefusal('address', `${host} is not an address that we call`)
}

function tooLong(host: string): OutboundRefusal {
  return new OutboundRefusal('length', `${host} answered with more than ${longestAnswer} bytes`)
}
