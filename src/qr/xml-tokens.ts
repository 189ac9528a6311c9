import { logoSvgForbidden, logoSvgMalformed } from './errors.ts'

export interface StartTag {
  readonly kind: 'start'
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** It ends itself: `<path/>`. */
  readonly isEmpty: boolean
}

type Token =
  | StartTag
  | { readonly kind: 'end'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

/** No encoding but UTF-8 may be declared, or another parser would read other characters than we check. */
const declaration =
  /<\?xml\s+version=(["'])1\.[01]\1(?:\s+encoding=(["'])utf-8\2)?(?:\s+standalone=(["'])(?:yes|no)\3)?\s*\?>/iy
const comment = /<!--(?:(?!--)[\s\S])*-->/y
const text = /[^<]+/y
const endTag = /<\/([A-Za-z][\w.:-]{0,60})\s*>/y
const tagStart = /<([A-Za-z][\w.:-]{0,60})/y
const attribute = /\s+([A-Za-z][\w.:-]{0,60})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const tagEnd = /\s*(\/?)>/y

type Take = (pattern: RegExp) => RegExpExecArray | undefined

/**
 * The pieces of an XML file that has tags, text and comments, and nothing else: no document type, entity, CDATA or
 * processing instruction. Patterns match from where the last one ended, so nothing is ever skipped.
 */
export function* tokens(xml: string): Generator<Token> {
  let at = 0
  const take: Take = (pattern) => {
    pattern.lastIndex = at
    const match = pattern.exec(xml) ?? undefined
    if (match) at = pattern.lastIndex
    return match
  }
  take(declaration)
  while (at < xml.length) {
    if (take(comment)) continue
    const token = takeText(take) ?? takeEnd(take) ?? takeStart(take)
    if (!token) throw unexpected(xml.slice(at, at + 9))
    yield token
  }
}

function takeText(take: Take): Token | undefined {
  const found = take(text)
  if (!found) return undefined
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(found[0])) throw logoSvgForbidden('an entity')
  return { kind: 'text', text: found[0] }
}

function takeEnd(take: Take): Token | undefined {
  const [, name] = take(endTag) ?? []
  return name === undefined ? undefined : { kind: 'end', name }
}

function takeStart(take: Take): Token | undefined {
  const [, name] = take(tagStart) ?? []
  if (name === undefined) return undefined
  const attributes = takeAttributes(take)
  const end = take(tagEnd)
  if (!end) throw logoSvgMalformed(`<${name}> does not end, or an attribute of it is not well formed`)
  return { kind: 'start', name, attributes, isEmpty: end[1] === '/' }
}

function takeAttributes(take: Take): Map<string, string> {
  const attributes = new Map<string, string>()
  for (let found = take(attribute); found; found = take(attribute)) {
    const [, name = '', quoted, singleQuoted = ''] = found
    if (attributes.has(name)) throw logoSvgMalformed(`the attribute ${name} stands twice`)
    attributes.set(name, quoted ?? singleQuoted)
  }
  return attributes
}

function unexpected(start: string) {
  if (/^<!DOCTYPE/i.test(start)) return logoSvgForbidden('a DOCTYPE')
  if (start.startsWith('<![CDATA[')) return logoSvgForbidden('a CDATA section')
  if (start.startsWith('<!--')) return logoSvgMalformed('a comment is not well formed')
  if (start.startsWith('<!')) return logoSvgForbidden('a declaration')
  if (start.startsWith('<?'))
    return logoSvgForbidden('a processing instruction or another encoding than UTF-8')
  return logoSvgMalformed('a tag is not well formed')
}
