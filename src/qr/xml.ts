import { logoSvgForbidden, logoSvgMalformed } from './errors.ts'
import { type StartTag, tokens } from './xml-tokens.ts'

/** What stands in a document, in its order; `open` names the elements around it, outermost first. */
export type XmlEvent = (StartTag | { readonly kind: 'text'; readonly text: string }) & {
  readonly open: readonly string[]
}

const mostElements = 500
const mostDepth = 32

/** The elements and texts of a well-formed document with one root; throws where it is not, or is too large. */
export function* readXml(xml: string): Generator<XmlEvent> {
  const open: string[] = []
  let elements = 0
  for (const token of tokens(xml)) {
    if (token.kind === 'text') {
      const isBlank = token.text.trim() === ''
      if (open.length === 0 && !isBlank) throw logoSvgMalformed('text stands outside the root element')
      if (!isBlank) yield { ...token, open }
    } else if (token.kind === 'end') {
      if (open.pop() !== token.name) throw logoSvgMalformed(`</${token.name}> ends what was not begun`)
    } else {
      if (open.length === 0 && elements > 0) throw logoSvgMalformed('it has two root elements')
      if (++elements > mostElements) throw logoSvgForbidden(`more than ${mostElements} elements`)
      yield { ...token, open }
      if (!token.isEmpty) open.push(token.name)
      if (open.length > mostDepth) throw logoSvgForbidden(`elements more than ${mostDepth} deep`)
    }
  }
  if (open.length > 0 || elements === 0) throw logoSvgMalformed('it ends too early')
}
