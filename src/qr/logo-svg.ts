import { logoSvgForbidden, logoSvgMalformed } from './errors.ts'
import type { Size } from './logo-size.ts'
import {
  attributes as allowedAttributes,
  elements as allowedElements,
  gradients,
  properties,
  svgNamespace,
  xlinkNamespace,
} from './svg-vocabulary.ts'
import { readXml } from './xml.ts'
import type { StartTag } from './xml-tokens.ts'

/** Bytes of the file, and of one attribute. A path that crosses itself costs the square of its length: 160 kB took 70 s. */
const mostBytes = 64 * 1024
const mostInAttribute = 24 * 1024

/**
 * The size of an SVG that holds only shapes; anything else is refused, never removed.
 * Allowed is what svg-vocabulary.ts lists: an element or attribute that we do not know is one we do not let in.
 */
export function checkSvgLogo(file: Uint8Array): Size {
  if (file.length > mostBytes) throw logoSvgForbidden(`more than ${mostBytes} bytes`)
  let root: StartTag | undefined
  for (const event of readXml(decodeUtf8(file))) {
    if (event.kind === 'text') checkText(event.text, event.open)
    else checkElement(event, event.open)
    if (event.kind === 'start') root ??= event
  }
  if (root?.name !== 'svg') throw logoSvgMalformed('its root is not <svg>')
  return readSize(root.attributes)
}

function decodeUtf8(file: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    throw logoSvgMalformed('it is not UTF-8')
  }
}

function checkElement({ name, attributes }: StartTag, open: readonly string[]): void {
  if (!allowedElements.has(name)) throw logoSvgForbidden(`the element <${shorten(name)}>`)
  if (name === 'svg' && open.length > 0) throw logoSvgForbidden('an <svg> within the <svg>')
  if (open.length === 0 && attributes.get('xmlns') !== svgNamespace)
    throw logoSvgMalformed('its namespace is not that of SVG')
  for (const [attribute, value] of attributes) checkAttribute(name, attribute, value)
  const isClipped = attributes.has('clip-path') || /clip-path/.test(attributes.get('style') ?? '')
  if (isClipped && (name === 'clipPath' || open.includes('clipPath')))
    throw logoSvgForbidden('a clip path within a clip path')
}

function checkAttribute(element: string, name: string, value: string): void {
  if (/^on/i.test(name)) throw logoSvgForbidden(`the event handler ${shorten(name)}`)
  if (name === 'xmlns' || name.startsWith('xmlns:')) checkNamespace(name, value)
  else if (name === 'href' || name === 'xlink:href') checkReference(element, value)
  else if (name === 'style') checkDeclarations(value)
  else if (properties.has(name)) checkProperty(name, value)
  else if (allowedAttributes.has(name)) checkValue(value)
  else throw logoSvgForbidden(`the attribute ${shorten(name)}`)
}

/** A prefix may be declared; all but xlink: are refused where they are used. */
function checkNamespace(name: string, value: string): void {
  const expected = { xmlns: svgNamespace, 'xmlns:xlink': xlinkNamespace, 'xmlns:svg': svgNamespace }[name]
  if (value !== expected) throw logoSvgForbidden(`the namespace ${shorten(name)}`)
}

function checkReference(element: string, value: string): void {
  if (!gradients.has(element) || !/^#[\w.-]+$/.test(value)) throw logoSvgForbidden('a reference')
}

function checkText(text: string, open: readonly string[]): void {
  const element = open.at(-1)
  if (element === 'style') checkStyleSheet(text)
  else if (element !== 'title' && element !== 'desc') throw logoSvgForbidden('text; turn it into paths')
}

/** Rules of plain selectors and known properties; no at-rule, comment or nested block. */
function checkStyleSheet(css: string): void {
  const rules = css.split('}')
  if (rules.pop()?.trim() !== '') throw logoSvgForbidden('a style sheet that does not end')
  for (const rule of rules) {
    const [selector = '', declarations, ...more] = rule.split('{')
    if (declarations === undefined || more.length > 0 || !/^[\w\s.#,-]+$/.test(selector))
      throw logoSvgForbidden('a style rule that is not plain')
    checkDeclarations(declarations)
    if (/clip-path/.test(declarations)) throw logoSvgForbidden('a clip path in a style sheet')
  }
}

function checkDeclarations(css: string): void {
  for (const declaration of css.split(';')) {
    if (declaration.trim() === '') continue
    const [name = '', ...value] = declaration.split(':')
    if (!properties.has(name.trim())) throw logoSvgForbidden(`the style ${shorten(name.trim())}`)
    checkProperty(name.trim(), value.join(':').trim())
  }
}

/** Dashes are refused: a line of a billion dashes fits into a hundred bytes. */
function checkProperty(name: string, value: string): void {
  if (name === 'stroke-dasharray' && value !== 'none') throw logoSvgForbidden('dashed lines')
  checkValue(value)
}

/** Nothing escaped, nothing loaded; `url()` names something in the same file. */
function checkValue(value: string): void {
  if (value.length > mostInAttribute)
    throw logoSvgForbidden(`an attribute of more than ${mostInAttribute} bytes`)
  const plain = value.replace(/url\(\s*(["']?)#[\w.-]+\1\s*\)/g, '')
  if (/url|:/i.test(plain)) throw logoSvgForbidden('a reference to the outside')
  if (/[&\\@{}]|\/\*/.test(plain)) throw logoSvgForbidden('an escaped character')
}

function readSize(attributes: ReadonlyMap<string, string>): Size {
  const viewBox = attributes.get('viewBox')
  const box = viewBox === undefined ? undefined : readViewBox(viewBox)
  const width = readLength(attributes.get('width')) ?? box?.width
  const height = readLength(attributes.get('height')) ?? box?.height
  if (width === undefined || height === undefined) throw logoSvgMalformed('it has no size')
  return { width, height }
}

function readViewBox(viewBox: string): Size {
  const [x, y, width = 0, height = 0, ...more] = viewBox
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const isBox = Number.isFinite(x) && Number.isFinite(y) && width > 0 && height > 0 && more.length === 0
  if (!isBox || width > 1e6 || height > 1e6) throw logoSvgMalformed('its viewBox is not usable')
  return { width, height }
}

const pixelsPer: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
}

/** In pixels; undefined for what is missing or relative. */
function readLength(length: string | undefined): number | undefined {
  if (length === undefined || /^\d+(\.\d+)?%$/.test(length)) return undefined
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?|\.\d+)(px|pt|pc|mm|cm|in)?$/.exec(length) ?? []
  const pixels = Number(number) * (pixelsPer[unit] ?? Number.NaN)
  if (!(pixels > 0)) throw logoSvgMalformed('its width or height is not a length')
  return pixels
}

/** Names from the file are told in part, and only their plain characters. */
function shorten(name: string): string {
  return name.replace(/[^\w.:-]/g, '').slice(0, 40)
}
