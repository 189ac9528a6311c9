import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { nameOfKey } from '../device-key.ts'
import {
  type AnswerMessage,
  type JoinMessage,
  type LookMessage,
  type Question,
  question,
  type Reach,
  signed,
} from '../schema.ts'

/** A phone without a browser: it makes a key, and signs as the page does. */
export interface SoftwarePhone {
  /** What it is found by. */
  readonly id: string
  readonly key: string
  join(link: string, at: number, reach?: Reach): JoinMessage
  look(at: number, reach?: Reach): LookMessage
  answer(asked: Question, said: Pick<AnswerMessage, 'decision' | 'number'>, at: number): AnswerMessage
}

export function softwarePhone(origin: string, name = 'Pixel of Ana'): SoftwarePhone {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = publicKeyOf(privateKey)
  const id = nameOfKey(key)
  const signing = (text: string) => signText(privateKey, text)
  return {
    id,
    key,
    join(link, at, reach) {
      const said = { code: link.split('#')[1] ?? '', key, name, at, ...(reach ? { reach } : {}) }
      return { ...said, signature: signing(signed.join(origin, said)) }
    },
    look(at, reach) {
      const said = { phone: id, at, ...(reach ? { reach } : {}) }
      return { ...said, signature: signing(signed.look(origin, said)) }
    },
    answer(asked, { decision, number }, at) {
      const said = { phone: id, decision, number, at }
      return { ...said, signature: signing(signed.answer(origin, asked, said)) }
    },
  }
}

/** What a question shows, as a phone reads it. */
export function readQuestion(show: unknown): Question {
  return question.parse(show)
}

function publicKeyOf(privateKey: KeyObject): string {
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString(
    'base64url',
  )
}

function signText(privateKey: KeyObject, text: string): string {
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
  return sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64url')
}
