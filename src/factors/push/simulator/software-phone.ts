import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import type { Asked } from './asked.ts'

/** How a phone is called: by the push service of its browser, or by an application of one's own. */
export type Ways =
  | { readonly endpoint: string; readonly p256dh: string; readonly auth: string }
  | { readonly app: string }

export interface Answer {
  readonly decision: 'approve' | 'deny' | 'report'
  /** Six digits with a yes, and nothing otherwise. */
  readonly number: string
}

/** A phone without a browser: it makes a key, and signs what it says to a site at `at`, epoch milliseconds. */
export interface SoftwarePhone {
  /** What it is found by: SHA-256 of its key. */
  readonly id: string
  /** The public half: a point of P-256. */
  readonly key: string
  /** PKCS #8, PEM. */
  readonly privateKey: string
  join(link: string, at: number, reach?: Ways): Joining
  look(at: number, reach?: Ways): Looking
  answer(asked: Asked, answer: Answer, at: number): Answering
}

interface Signed {
  readonly at: number
  readonly signature: string
}

export interface Joining extends Signed {
  readonly code: string
  readonly key: string
  readonly name: string
  readonly reach?: Ways
}

export interface Looking extends Signed {
  readonly phone: string
  readonly reach?: Ways
}

export interface Answering extends Signed, Answer {
  readonly phone: string
}

/** `origin`: of the site that it was set up at. A new key, unless one is given. */
export function softwarePhone(origin: string, name = 'Pixel of Ana', pem?: string): SoftwarePhone {
  const privateKey = pem === undefined ? newKey() : createPrivateKey(pem)
  const point = pointOf(privateKey)
  const [id, key] = [createHash('sha256').update(point).digest('base64url'), point.toString('base64url')]

  /** What is signed is a list that begins with what it is for and where. */
  function signed<Said extends object>(
    kind: 'join' | 'look' | 'answer',
    list: readonly unknown[],
    said: Said,
  ): Said & { readonly signature: string } {
    const text = JSON.stringify([`sallyport-push-${kind}-1`, origin, ...list])
    const own = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
    return { ...said, signature: sign('sha256', Buffer.from(text, 'utf8'), own).toString('base64url') }
  }

  return {
    id,
    key,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    join(link, at, reach) {
      const code = link.split('#')[1] ?? ''
      const said = { code, key, name, at, ...(reach ? { reach } : {}) }
      return signed('join', [code, key, name, textOf(reach), at], said)
    },
    look: (at, reach) =>
      signed('look', [id, textOf(reach), at], { phone: id, at, ...(reach ? { reach } : {}) }),
    answer(asked, { decision, number }, at) {
      const { nonce, purpose, account, application, device, place, details, askedAt, chosen } = asked
      const seen = [nonce, purpose, account, application, device, place, details, askedAt]
      if (chosen) seen.push('chosen')
      return signed('answer', [id, ...seen, decision, number, at], { phone: id, decision, number, at })
    },
  }
}

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}

/** Uncompressed (SEC 1 §2.3.3). */
function pointOf(privateKey: KeyObject): Buffer {
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
}

function textOf(reach: Ways | undefined): string {
  if (!reach) return ''
  return JSON.stringify(
    'app' in reach ? ['app', reach.app] : ['push', reach.endpoint, reach.p256dh, reach.auth],
  )
}
