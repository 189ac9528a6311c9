import { createPrivateKey } from 'node:crypto'
import { SallyportError } from '../../../kernel/errors.ts'
import { pemOf, type Revoked, writeRevocationList, writeStatusResponse } from '../../../x509/index.ts'
import type { Workbench } from '../../simulator.ts'
import {
  type CardWish,
  issueCard,
  type KeptAuthority,
  type KeptCard,
  keptAuthority,
  keptCard,
  newAuthority,
  signerOf,
} from './authority.ts'
import { pkcs12File } from './pkcs12.ts'

const authorityName = 'root'
/** For so long a list holds; it is written anew whenever the office is opened. */
const listLife = 7 * 86_400_000
const answerLife = 60_000

/** What an office hands out: names of files in its folder. */
export interface HandedOut {
  readonly name: string
  readonly p12: string
  readonly certificate: string
  readonly key: string
}

/** The authority of a folder at work. */
export interface CardOffice {
  /** Its certificate, and the list of what it took back: names of files. */
  readonly root: string
  readonly list: string
  cards(): readonly (KeptCard & { readonly name: string })[]
  issue(wish: CardWish, password: string): HandedOut
  revoke(name: string): void
  /** The list as it is now, DER. */
  revocationList(): Uint8Array
  /** The answer to a question (OCSP), DER. */
  status(question: Uint8Array): Uint8Array
}

/** Opens the office of the folder, and founds it where there is none. */
export function openOffice(workbench: Workbench): CardOffice {
  const { clock, random, place } = workbench
  const authorities = workbench.shelf('authority', keptAuthority)
  const shelf = workbench.shelf('card', keptCard)
  const [root, list] = [place('root.pem'), place('revoked.crl')]

  if (!authorities.has(authorityName)) {
    const made = newAuthority(workbench.batch, { at: clock.now(), random })
    authorities.put(authorityName, made)
    workbench.save(root, certificatePem(made), true)
  }
  const authority = (): KeptAuthority => authorities.find(authorityName)
  const cards = () => shelf.names().map((name) => ({ name, ...shelf.find(name) }))

  function revocationList(): Uint8Array {
    const own = authority()
    const [number, at] = [own.lists + 1, clock.now()]
    authorities.put(authorityName, { ...own, lists: number })
    const wish = { revoked: revokedOf(cards()), thisUpdate: at, nextUpdate: at + listLife, number }
    const written = writeRevocationList(wish, signerOf(own))
    workbench.save(list, written, true)
    return written
  }
  revocationList()

  return {
    root,
    list,
    cards,
    revocationList,
    issue(wish, password) {
      if (shelf.has(wish.name)) throw cardExists(wish.name)
      const card = issueCard(authority(), wish, { at: clock.now(), random })
      const files = filesOf(wish.name, place)
      workbench.save(files.certificate, certificatePem(card), true)
      workbench.save(files.key, card.privateKey, true)
      workbench.save(files.p12, p12Of(card, authority(), wish.name, password), true)
      shelf.put(wish.name, card)
      return { name: wish.name, ...files }
    },
    revoke(name) {
      const card = shelf.find(name)
      shelf.put(name, { ...card, revokedAt: card.revokedAt ?? clock.now() })
      revocationList()
    },
    status(question) {
      const [issued, at] = [cards(), clock.now()]
      const wish = { revoked: revokedOf(issued), thisUpdate: at, nextUpdate: at + answerLife }
      return writeStatusResponse(
        question,
        { ...wish, issued: issued.map(({ serial }) => serial) },
        signerOf(authority()),
      )
    },
  }

  function p12Of(card: KeptCard, issuer: KeptAuthority, name: string, password: string): Uint8Array {
    const wish = {
      certificate: bytesOf(card),
      authority: bytesOf(issuer),
      privateKey: createPrivateKey(card.privateKey),
      name,
      password,
    }
    return pkcs12File(wish, random)
  }
}

function revokedOf(cards: readonly KeptCard[]): readonly Revoked[] {
  return cards.flatMap(({ serial, revokedAt }) =>
    revokedAt === undefined ? [] : [{ serial, at: revokedAt }],
  )
}

function filesOf(name: string, place: Workbench['place']): Omit<HandedOut, 'name'> {
  return { p12: place(`${name}.p12`), certificate: place(`${name}.pem`), key: place(`${name}.key`) }
}

function certificatePem(kept: Pick<KeptCard, 'certificate'>): string {
  return pemOf('CERTIFICATE', bytesOf(kept))
}

function bytesOf({ certificate }: Pick<KeptCard, 'certificate'>): Uint8Array {
  return Buffer.from(certificate, 'base64')
}

function cardExists(name: string) {
  return new SallyportError(
    'conflict',
    'simulator.exists',
    `${name} has a card already. Take it back with --revoke, and issue one under another name.`,
  )
}
